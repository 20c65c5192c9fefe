using Grpc.Core;
using Grpc.Net.Client;

namespace Microkernel.Store.External;

/// <summary>Channels to the members of an external etcd, one of which is in use.</summary>
internal sealed class EtcdConnection : IAsyncDisposable
{
    private readonly GrpcChannel[] _channels;
    private readonly EtcdStoreOptions _options;
    private readonly TimeProvider _time;
    private int _current;

    public EtcdConnection(EtcdStoreOptions options, TimeProvider time)
    {
        if (options.Endpoints.Count == 0)
            throw new ArgumentException("The external store needs at least one endpoint.", nameof(options));
        _options = options;
        _time = time;
        _channels = [.. options.Endpoints.Select(Open)];
    }

    /// <summary>Gets the channel in use.</summary>
    public CallInvoker Invoker => _channels[Volatile.Read(ref _current) % _channels.Length].CreateCallInvoker();

    /// <summary>Tells whether a text can be an endpoint.</summary>
    public static bool IsEndpoint(string endpoint) => Uri.TryCreate(ToUrl(endpoint), UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https" && uri.Port > 0 && uri.PathAndQuery == "/";

    /// <summary>
    /// Asks a member; if it cannot be reached and asking twice does no harm, asks the others in turn.
    /// </summary>
    /// <param name="call">Makes the call.</param>
    /// <param name="repeatable">Doing it twice is the same as doing it once.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StoreException">etcd refused, in its own words.</exception>
    /// <exception cref="RpcException">Anything else went wrong.</exception>
    public async Task<T> AskAsync<T>(
        Func<CallInvoker, CallOptions, AsyncUnaryCall<T>> call, bool repeatable, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            int used = Volatile.Read(ref _current);
            var options = new CallOptions(
                deadline: (_time.GetUtcNow() + _options.RequestTimeout).UtcDateTime,
                cancellationToken: cancellationToken);
            try
            {
                using var pending = call(Invoker, options);
                return await pending.ResponseAsync;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.Unavailable)
            {
                Leave(used);
                if (!repeatable || attempt >= _channels.Length)
                    throw Translate(e);
            }
            catch (RpcException e)
            {
                if (e.StatusCode == StatusCode.DeadlineExceeded)
                    Leave(used);
                throw Translate(e);
            }
        }
    }

    /// <summary>Goes on to the next member, if the one in use is still the one that failed.</summary>
    public void Leave(int used) => Interlocked.CompareExchange(ref _current, used + 1, used);

    /// <summary>Goes on to the next member.</summary>
    public void Leave() => Leave(Volatile.Read(ref _current));

    public async ValueTask DisposeAsync()
    {
        foreach (var channel in _channels)
        {
            await channel.ShutdownAsync();
            channel.Dispose();
        }
    }

    private static RpcException Translate(RpcException e) =>
        StoreError.FromStatus(e.Status) is { } error ? new StoreException(error) : e;

    private static string ToUrl(string endpoint) =>
        endpoint.Contains("://", StringComparison.Ordinal) ? endpoint : "http://" + endpoint;

    private static GrpcChannel Open(string endpoint) => GrpcChannel.ForAddress(ToUrl(endpoint), new GrpcChannelOptions
    {
        // A range may be large, and etcd itself sets no limit on what it sends.
        MaxReceiveMessageSize = null,
        HttpHandler = new SocketsHttpHandler
        {
            EnableMultipleHttp2Connections = true,
            ConnectTimeout = TimeSpan.FromSeconds(2),
            KeepAlivePingDelay = TimeSpan.FromSeconds(5),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(5),
        },
        DisposeHttpClient = true,
        // A member that comes back is used again soon; meanwhile the others are.
        InitialReconnectBackoff = TimeSpan.FromMilliseconds(100),
        MaxReconnectBackoff = TimeSpan.FromSeconds(1),
    });
}
