using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microkernel.Core.Audit;
using Microkernel.Core.State;
using Microkernel.Model;
using Microkernel.V1;
using Object = Microkernel.V1.Object;

namespace Microkernel.Core.Api;

/// <summary>Declares, reads and forgets objects.</summary>
internal sealed class ObjectServiceImpl(
    ClusterTracker tracker, ObjectWriter writer, AuditTrail trail) : ObjectService.ObjectServiceBase
{
    private const int ObjectsMax = 20_000;

    public override async Task<ApplyResponse> Apply(ApplyRequest request, ServerCallContext context)
    {
        CheckCount("objects", request.Objects.Count);
        var response = await StoreErrors.TranslateAsync(() => writer.ApplyAsync(
            request.Objects, request.DryRun, trail.Begin(context, "", ""), context.CancellationToken));
        AuditInterceptor.MarkWritten(context);
        return response;
    }

    public override async Task<DeleteResponse> Delete(DeleteRequest request, ServerCallContext context)
    {
        CheckCount("objects", request.Objects.Count);
        var response = await StoreErrors.TranslateAsync(() => writer.DeleteAsync(
            request.Objects, request.DryRun, trail.Begin(context, "", ""), context.CancellationToken));
        AuditInterceptor.MarkWritten(context);
        return response;
    }

    public override Task<GetResponse> Get(GetRequest request, ServerCallContext context)
    {
        var kind = KindOf(request.Kind);
        var found = tracker.Current.Find(kind.Case, request.Name)
            ?? throw new RpcException(new Status(StatusCode.NotFound, $"{kind.Name} '{request.Name}' is not declared"));
        return Task.FromResult(new GetResponse { Object = Redaction.WithoutSecrets(found) });
    }

    public override Task<ListResponse> List(ListRequest request, ServerCallContext context)
    {
        var snapshot = tracker.Current;
        var response = new ListResponse { Revision = snapshot.Revision };
        response.Objects.Add(Of(snapshot, request.Kind).Select(Redaction.WithoutSecrets));
        return Task.FromResult(response);
    }

    public override async Task Watch(
        WatchRequest request, IServerStreamWriter<WatchResponse> responseStream, ServerCallContext context)
    {
        var ct = context.CancellationToken;
        var changed = new Signal();
        tracker.Changed += changed.Set;
        try
        {
            var sent = new Dictionary<string, Object>();
            var synced = false;
            while (true)
            {
                var snapshot = tracker.Current;
                var now = Of(snapshot, request.Kind).ToDictionary(ObjectCodec.Key);
                foreach (var (key, found) in now)
                {
                    if (sent.TryGetValue(key, out var before) && before.Metadata.Revision == found.Metadata.Revision) continue;
                    await responseStream.WriteAsync(new WatchResponse
                    {
                        Change = WatchResponse.Types.Change.Put,
                        Object = Redaction.WithoutSecrets(found),
                        Revision = found.Metadata.Revision,
                    }, ct);
                }
                foreach (var (_, gone) in sent.Where(pair => !now.ContainsKey(pair.Key)))
                    await responseStream.WriteAsync(new WatchResponse
                    {
                        Change = WatchResponse.Types.Change.Deleted,
                        Object = NameOnly(gone),
                        Revision = snapshot.Revision,
                    }, ct);
                if (!synced)
                    await responseStream.WriteAsync(new WatchResponse
                    {
                        Change = WatchResponse.Types.Change.Synced,
                        Revision = snapshot.Revision,
                    }, ct);
                (sent, synced) = (now, true);
                await changed.WaitAsync(Timeout.InfiniteTimeSpan, TimeProvider.System, ct);
            }
        }
        catch (OperationCanceledException)
        {
            // The caller ended the stream.
        }
        finally
        {
            tracker.Changed -= changed.Set;
        }
    }

    private static Object NameOnly(Object gone)
    {
        var name = gone.Clone();
        name.Kind().Field.Accessor.SetValue(name, Activator.CreateInstance(name.Spec()!.GetType())!);
        name.Metadata = new ObjectMeta { Name = gone.Metadata.Name };
        return name;
    }

    private static IEnumerable<Object> Of(ClusterSnapshot snapshot, string kind) => kind.Length == 0
        ? snapshot.Objects.Values.OrderBy(found => found.KindName(), StringComparer.Ordinal)
        : snapshot.OfKind(KindOf(kind).Case);

    private static Kind KindOf(string name) => Kinds.TryGet(name, out var kind)
        ? kind
        : throw new RpcException(new Status(
            StatusCode.InvalidArgument, $"kind: '{name}': expected one of {Kinds.Names}"));

    private static void CheckCount(string field, int count)
    {
        if (count is 0 or > ObjectsMax)
            throw new RpcException(new Status(
                StatusCode.InvalidArgument, $"{field}: {count} entries: expected 1 to {ObjectsMax}"));
    }
}
