using Google.Protobuf;
using Grpc.Core;
using Microkernel.Node.V1;
using Microkernel.Security;

namespace Microkernel.Core.Security;

/// <summary>Takes and gives data keys; only other nodes may ask.</summary>
internal sealed class TrustServiceImpl(DataKeyHolder holder, DataKeyRing ring) : TrustService.TrustServiceBase
{
    public override Task<PutDataKeysResponse> PutDataKeys(PutDataKeysRequest request, ServerCallContext context)
    {
        if (request.Keys.Count == 0 || request.Keys.Any(key => key.Id == 0 || key.Key.Length != DataKey.Length))
            throw new RpcException(new Status(
                StatusCode.InvalidArgument, $"keys: expected numbers above 0 and {DataKey.Length} bytes each"));
        try
        {
            holder.Replace([.. request.Keys.Select(key => new DataKey(key.Id, key.Key.ToByteArray()))]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RpcException(new Status(StatusCode.Internal, $"the keys cannot be kept: {e.Message}"));
        }
        return Task.FromResult(new PutDataKeysResponse());
    }

    public override Task<GetDataKeysResponse> GetDataKeys(GetDataKeysRequest request, ServerCallContext context) =>
        Task.FromResult(new GetDataKeysResponse { Keys = { Messages(ring.Keys) } });

    /// <summary>Keys as messages.</summary>
    public static IEnumerable<V1.DataKey> Messages(IEnumerable<DataKey> keys) =>
        keys.Select(key => new V1.DataKey { Id = key.Id, Key = ByteString.CopyFrom(key.Bytes) });
}
