using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;

namespace Grpc.Core;

/// <summary>Turns error details into exceptions and takes them apart.</summary>
public static class RpcStatusExtensions
{
    private static readonly TypeRegistry StandardDetails = TypeRegistry.FromFiles(ErrorDetailsReflection.Descriptor);

    /// <summary>Returns the first detail of a type, or null.</summary>
    /// <exception cref="InvalidProtocolBufferException">The detail cannot be read.</exception>
    public static T? GetDetail<T>(this Google.Rpc.Status status)
        where T : class, IMessage<T>, new()
    {
        ArgumentNullException.ThrowIfNull(status);
        foreach (var detail in status.Details)
        {
            if (detail.TryUnpack<T>(out var message))
            {
                return message;
            }
        }

        return null;
    }

    /// <summary>Creates an exception with the code and message of the status, and the status in its trailers.</summary>
    public static RpcException ToRpcException(this Google.Rpc.Status status)
    {
        ArgumentNullException.ThrowIfNull(status);
        return status.ToRpcException((StatusCode)status.Code, status.Message);
    }

    /// <summary>Creates an exception with a code and message of its own, and the status in its trailers.</summary>
    public static RpcException ToRpcException(this Google.Rpc.Status status, StatusCode statusCode, string message)
    {
        var trailers = new Metadata();
        trailers.SetRpcStatus(status);
        return new RpcException(new Status(statusCode, message), trailers);
    }

    /// <summary>Unpacks the details that google/rpc/error_details.proto defines, and leaves out the rest.</summary>
    public static IEnumerable<IMessage> UnpackDetailMessages(this Google.Rpc.Status status) =>
        status.UnpackDetailMessages(StandardDetails);

    /// <summary>Unpacks the details whose types are in a registry, and leaves out the rest.</summary>
    /// <exception cref="InvalidProtocolBufferException">A detail cannot be read.</exception>
    public static IEnumerable<IMessage> UnpackDetailMessages(this Google.Rpc.Status status, TypeRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(status);
        ArgumentNullException.ThrowIfNull(registry);
        return status.Details.Select(detail => detail.Unpack(registry)).OfType<IMessage>();
    }
}
