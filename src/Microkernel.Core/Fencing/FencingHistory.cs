using System.Globalization;
using Etcdserverpb;
using Google.Protobuf;
using Grpc.Core;
using Microkernel.Core.State;
using Microkernel.Store;
using Microkernel.V1;

namespace Microkernel.Core.Fencing;

/// <summary>The last fencings, kept in the store for whoever asks later.</summary>
internal sealed partial class FencingHistory(IKeyValueStore store, ILogger<FencingHistory> logger)
{
    /// <summary>Fencings that are kept.</summary>
    public const int KeptMax = 200;

    private static readonly ByteString Begin = ByteString.CopyFromUtf8(StateKeys.FencingHistory);
    private static readonly ByteString End = KeyPrefix.EndOf(Begin);

    /// <summary>Adds a fencing; that it cannot be written is logged, since nothing may wait for it.</summary>
    public async Task AddAsync(FencingRecord fencing, CancellationToken ct)
    {
        var ticks = fencing.Began.ToDateTime().Ticks.ToString("D19", CultureInfo.InvariantCulture);
        try
        {
            await store.PutAsync(
                new PutRequest
                {
                    Key = ByteString.CopyFromUtf8($"{StateKeys.FencingHistory}{ticks}-{fencing.Node}"),
                    Value = fencing.ToByteString(),
                },
                ct);
            await NewestKeys.KeepAsync(store, Begin, KeptMax, ct);
        }
        catch (RpcException e)
        {
            LogUnwritten(logger, fencing.Node, e.Status.Detail);
        }
    }

    /// <summary>Reads the fencings, the newest first.</summary>
    /// <exception cref="RpcException">The store does not answer.</exception>
    public async Task<IReadOnlyList<FencingRecord>> ReadAsync(CancellationToken ct)
    {
        var kept = await store.RangeAsync(
            new RangeRequest
            {
                Key = Begin,
                RangeEnd = End,
                SortOrder = RangeRequest.Types.SortOrder.Descend,
                SortTarget = RangeRequest.Types.SortTarget.Key,
            },
            ct);
        return [.. kept.Kvs.Select(pair => FencingRecord.Parser.ParseFrom(pair.Value))];
    }
}
