using Etcdserverpb;
using Google.Protobuf;
using Grpc.Core;
using Microkernel.Core.Api;
using Microkernel.Core.State;
using Microkernel.Store;
using Microkernel.V1;

namespace Microkernel.Core.Audit;

/// <summary>Tells who did what, from the store.</summary>
internal sealed class AuditServiceImpl(IKeyValueStore store) : AuditService.AuditServiceBase
{
    private static readonly ByteString Begin = ByteString.CopyFromUtf8(StateKeys.Audit);
    private static readonly ByteString End = KeyPrefix.EndOf(Begin);

    public override async Task ListAudit(
        ListAuditRequest request, IServerStreamWriter<ListAuditResponse> responseStream, ServerCallContext context)
    {
        var ct = context.CancellationToken;
        var kept = await StoreErrors.TranslateAsync(
            async () => await store.RangeAsync(new RangeRequest { Key = Begin, RangeEnd = End }, ct));
        var wanted = kept.Kvs.Select(Read).Where(record => record.Sequence > request.After).ToList();
        foreach (var record in request.Limit == 0 ? wanted : wanted.TakeLast((int)request.Limit))
            await responseStream.WriteAsync(new ListAuditResponse { Record = record }, ct);
    }

    /// <summary>The number is the time in the key: several records may share a revision.</summary>
    private static AuditRecord Read(Mvccpb.KeyValue pair)
    {
        var record = AuditRecord.Parser.ParseFrom(pair.Value);
        var rest = pair.Key.ToStringUtf8()[StateKeys.Audit.Length..];
        record.Sequence = long.Parse(rest.Split('/')[0], System.Globalization.CultureInfo.InvariantCulture);
        return record;
    }
}
