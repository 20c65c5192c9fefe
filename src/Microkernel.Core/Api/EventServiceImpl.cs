using Etcdserverpb;
using Google.Protobuf;
using Grpc.Core;
using Microkernel.Core.State;
using Microkernel.Store;
using Microkernel.V1;

namespace Microkernel.Core.Api;

/// <summary>Tells what happened, from the store.</summary>
internal sealed class EventServiceImpl(IKeyValueStore store) : EventService.EventServiceBase
{
    private static readonly ByteString Begin = ByteString.CopyFromUtf8(StateKeys.Events);
    private static readonly ByteString End = KeyPrefix.EndOf(Begin);

    public override async Task ListEvents(
        ListEventsRequest request, IServerStreamWriter<ListEventsResponse> responseStream, ServerCallContext context)
    {
        var ct = context.CancellationToken;
        var kept = await StoreErrors.TranslateAsync(

            async () => await store.RangeAsync(new RangeRequest { Key = Begin, RangeEnd = End, Serializable = true }, ct));
        var matching = kept.Kvs.OrderBy(pair => pair.ModRevision).Select(Read).Where(Wanted).ToList();
        foreach (var happened in request.Limit == 0 ? matching : matching.TakeLast((int)request.Limit))
            await responseStream.WriteAsync(new ListEventsResponse { Event = happened }, ct);
        if (!request.Follow) return;

        var watch = new WatchCreateRequest { Key = Begin, RangeEnd = End, StartRevision = kept.Header.Revision + 1 };
        try
        {
            await foreach (var response in store.WatchAsync(watch, ct))
                foreach (var change in response.Events)
                    if (change.Type == Mvccpb.Event.Types.EventType.Put && Read(change.Kv) is var happened && Wanted(happened))
                        await responseStream.WriteAsync(new ListEventsResponse { Event = happened }, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The caller ended the stream.
        }

        bool Wanted(Event happened) => happened.Sequence > request.After &&
            (request.About is null || (request.About.Name == happened.About?.Name &&
                string.Equals(request.About.Kind, happened.About.Kind, StringComparison.OrdinalIgnoreCase)));
    }

    private static Event Read(Mvccpb.KeyValue pair)
    {
        var happened = Event.Parser.ParseFrom(pair.Value);
        happened.Sequence = pair.ModRevision;
        return happened;
    }
}
