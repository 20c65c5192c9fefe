using Grpc.Core;

namespace Microkernel.Core.Security;

/// <summary>Refusals of the identity service.</summary>
internal static class SecurityErrors
{
    public static RpcException Invalid(string field, string value, string expected) =>
        new(new Status(StatusCode.InvalidArgument, $"{field}: '{value}': expected {expected}"));

    public static RpcException Precondition(string message) => new(new Status(StatusCode.FailedPrecondition, message));

    public static RpcException NotFound(string message) => new(new Status(StatusCode.NotFound, message));
}
