using Etcdserverpb;
using Grpc.Core;
using Microkernel.Store.Replication;
using Microkernel.Store.Watching;

namespace Microkernel.Store.Etcd;

/// <summary>etcd's Watch service.</summary>
internal sealed class WatchService(ReplicatedKeyValueStore store) : Watch.WatchBase
{
    public override async Task Watch(
        IAsyncStreamReader<WatchRequest> requestStream,
        IServerStreamWriter<WatchResponse> responseStream,
        ServerCallContext context)
    {
        using var stream = new WatchStream(store);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        var reading = ReadAsync(requestStream, stream, context, stop);
        try
        {
            await foreach (var response in stream.RunAsync(stop.Token))
                await responseStream.WriteAsync(response, stop.Token);
        }
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
        {
            // The client has gone: the usual end of a watch.
        }
        finally
        {
            await stop.CancelAsync();
            await reading;
        }
    }

    private async Task ReadAsync(
        IAsyncStreamReader<WatchRequest> requests, WatchStream stream, ServerCallContext context,
        CancellationTokenSource stop)
    {
        try
        {
            while (await requests.MoveNext(stop.Token))
            {
                store.Options.Gate?.Check(requests.Current, context);
                await stream.PostAsync(requests.Current, stop.Token);
            }
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.PermissionDenied)
        {
            stream.Complete();
            throw;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or RpcException)
        {
            // The stream ends the same way as when the client says that it has nothing more to ask.
        }

        stream.Complete();
    }
}
