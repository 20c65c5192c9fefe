using System.Runtime.CompilerServices;
using Etcdserverpb;
using Grpc.Core;

namespace Microkernel.Store.External;

/// <summary>A watch on an external etcd that goes on at another member where it broke off.</summary>
internal sealed class EtcdWatch(EtcdConnection connection, EtcdStoreOptions options, WatchCreateRequest request)
{
    // Whole revisions only: after half of one there is no revision to go on from.
    private readonly WatchCreateRequest _request = new(request) { Fragment = false };
    private bool _created;

    public async IAsyncEnumerable<WatchResponse> RunAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            await using (var responses = RunOnceAsync(cancellationToken).GetAsyncEnumerator(cancellationToken))
            {
                while (await TryNextAsync(responses, cancellationToken) is { } response)
                {
                    Note(response);
                    bool again = response.Created && !response.Canceled && _created;
                    _created |= response.Created;
                    if (!again)
                        yield return response;
                    if (response.Canceled)
                        yield break;
                }
            }

            connection.Leave();
            await Task.Delay(options.WatchRetryDelay, cancellationToken);
        }
    }

    private static async Task<WatchResponse?> TryNextAsync(
        IAsyncEnumerator<WatchResponse> responses, CancellationToken cancellationToken)
    {
        try
        {
            return await responses.MoveNextAsync() ? responses.Current : null;
        }
        catch (RpcException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (RpcException e)
        {
            throw new OperationCanceledException("The watch was cancelled.", e, cancellationToken);
        }
    }

    private async IAsyncEnumerable<WatchResponse> RunOnceAsync([EnumeratorCancellation] CancellationToken token)
    {
        using var call = new Watch.WatchClient(connection.Invoker).Watch(new CallOptions(cancellationToken: token));
        await call.RequestStream.WriteAsync(new WatchRequest { CreateRequest = _request }, token);
        while (await call.ResponseStream.MoveNext(token))
            yield return call.ResponseStream.Current;
    }

    /// <summary>Notes where a new stream has to begin.</summary>
    private void Note(WatchResponse response)
    {
        if (response.Canceled)
            return;
        if (response.Events.Count > 0)
            _request.StartRevision = response.Events[^1].Kv.ModRevision + 1;
        else if (response.Created && _request.StartRevision == 0)
            _request.StartRevision = response.Header.Revision + 1;
        else if (!response.Created)
            _request.StartRevision = Math.Max(_request.StartRevision, response.Header.Revision + 1);
    }
}
