using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Client;
using Microkernel.Cli.Failures;
using Microkernel.Security;

namespace Microkernel.Cli.Connection;

/// <summary>
/// Calls a cluster through any of its servers. They are tried in turn: a server that cannot be reached, or that has no
/// leader just now, is passed over; while any of them answers the round is repeated for a few seconds, which is what
/// an election takes.
/// </summary>
internal sealed class ClusterConnection(
    IReadOnlyList<ServerAddress> servers, ClientCredentials credentials, TimeSpan timeout, TimeProvider time,
    TlsEnds? secure = null)
    : IDisposable
{
    private static readonly TimeSpan ConnectTimeoutMax = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan ReadTimeoutMax = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RetryTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<ServerAddress, GrpcChannel> _channels = [];
    private readonly Lazy<TlsEnds?> _tls = new(() => secure ?? credentials.Secure());

    /// <summary>Gets the servers, in the order in which they are tried.</summary>
    public IReadOnlyList<ServerAddress> Servers => servers;

    /// <summary>Makes a call that ends with one answer.</summary>
    /// <param name="call">Starts the call.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="CommandFailure">It failed; the failure says what to do.</exception>
    /// <param name="isRead">Whether the call changes nothing: a server that stays silent is passed over too.</param>
    public Task<T> CallAsync<T>(
        Func<CallInvoker, CallOptions, AsyncUnaryCall<T>> call, CancellationToken cancellation, bool isRead = false) =>
        TryServersAsync(
            async (invoker, options) =>
            {
                using var started = call(invoker, options);
                return await started;
            },
            time.GetUtcNow() + timeout,
            isRead,
            mayRepeat: () => true,
            cancellation);

    /// <summary>Reads a stream to its end, without a deadline; it is not repeated once an answer has come.</summary>
    /// <param name="call">Starts the call.</param>
    /// <param name="take">Takes each answer.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="CommandFailure">It failed; the failure says what to do.</exception>
    public async Task ReadAsync<T>(
        Func<CallInvoker, CallOptions, AsyncServerStreamingCall<T>> call, Action<T> take,
        CancellationToken cancellation)
    {
        var begun = false;
        try
        {
            await TryServersAsync(
                async (invoker, options) =>
                {
                    using var started = call(invoker, options);
                    while (await started.ResponseStream.MoveNext(cancellation))
                    {
                        begun = true;
                        take(started.ResponseStream.Current);
                    }

                    return true;
                },
                deadline: null,
                isRead: true,
                mayRepeat: () => !begun,
                cancellation);
        }
        catch (CommandFailure) when (cancellation.IsCancellationRequested)
        {
            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var channel in _channels.Values)
        {
            channel.Dispose();
        }
    }

    private async Task<T> TryServersAsync<T>(
        Func<CallInvoker, CallOptions, Task<T>> run, DateTimeOffset? deadline, bool isRead,
        Func<bool> mayRepeat, CancellationToken cancellation)
    {
        var retryUntil = time.GetUtcNow() + (timeout < RetryTime ? timeout : RetryTime);
        while (true)
        {
            var refusals = new List<(ServerAddress Server, RpcException Failure)>();
            foreach (var server in servers)
            {
                var isPatient = !isRead || server == servers[^1];
                var options = new CallOptions(
                    headers: Headers(server), deadline: Deadline(deadline, isPatient)?.UtcDateTime, cancellationToken: cancellation);
                try
                {
                    return await run(ChannelTo(server).CreateCallInvoker(), options);
                }
                catch (RpcException e) when (cancellation.IsCancellationRequested)
                {
                    throw new OperationCanceledException(e.Message, e, cancellation);
                }
                catch (RpcException e) when (
                    (IsPassing(e) || (!isPatient && e.StatusCode == StatusCode.DeadlineExceeded))
                    && mayRepeat())
                {
                    refusals.Add((server, e));
                }
                catch (RpcException e)
                {
                    throw RpcFailures.Translate(e, server, timeout, isRead);
                }
            }

            var answered = refusals.Any(r => ConnectException.Of(r.Failure) is null);
            if (!answered || time.GetUtcNow() + RetryDelay >= retryUntil)
            {
                throw RpcFailures.Unreachable(refusals);
            }

            await Task.Delay(RetryDelay, time, cancellation);
        }
    }

    // A token is for hosts that are known by their certificate.
    private Metadata? Headers(ServerAddress server) =>
        credentials is { Token: { } token, Insecure: false } && server.EndPoint is not UnixDomainSocketEndPoint
            ? new Metadata { { "authorization", $"Bearer {token}" } }
            : null;

    private DateTimeOffset? Deadline(DateTimeOffset? last, bool isPatient)
    {
        var early = time.GetUtcNow() + ReadTimeoutMax;
        return !isPatient && early < last ? early : last;
    }

    // A server that answers UNAVAILABLE has done nothing; a connection that broke half way leaves it open.
    private static bool IsPassing(RpcException e) =>
        ConnectException.Of(e) is not null
        || (e.StatusCode == StatusCode.Unavailable && e.Status.DebugException is null);

    private GrpcChannel ChannelTo(ServerAddress server)
    {
        if (!_channels.TryGetValue(server, out var channel))
        {
            var connectTimeout = timeout < ConnectTimeoutMax ? timeout : ConnectTimeoutMax;
            channel = ServerChannel.Create(
                server, connectTimeout, server.EndPoint is UnixDomainSocketEndPoint ? null : _tls.Value);
            _channels.Add(server, channel);
        }

        return channel;
    }
}
