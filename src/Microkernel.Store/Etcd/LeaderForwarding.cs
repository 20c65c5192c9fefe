using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Net.Client;
using Microkernel.Store.Replication;

namespace Microkernel.Store.Etcd;

/// <summary>Hands requests that only the leader can do on to it, so that a client may ask any member.</summary>
internal sealed class LeaderForwarding(
    IReplicatedLog log, IClusterControl cluster, StoreOptions options, TimeProvider time) : IDisposable
{
    /// <summary>
    /// Marks what was handed on once, so that two members that each believe in the other do not play on.
    /// </summary>
    private const string Mark = "microkernel-forwarded";

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<string, GrpcChannel> _channels = new();

    /// <summary>Does a request here or, if another member leads, there.</summary>
    /// <param name="context">The call that asked for it.</param>
    /// <param name="here">Does it here.</param>
    /// <param name="there">Asks the leader.</param>
    public async Task<T> RunAsync<T>(
        ServerCallContext context, Func<Task<T>> here, Func<CallInvoker, CallOptions, AsyncUnaryCall<T>> there)
    {
        bool forwarded = context.RequestHeaders.Get(Mark) is not null;
        long start = time.GetTimestamp();
        while (true)
        {
            try
            {
                return forwarded || log.LeaderId == log.MemberId
                    ? await here()
                    : await AskLeaderAsync(there, context.CancellationToken);
            }
            catch (StoreException e) when (IsElection(e.Error) && !forwarded
                && time.GetElapsedTime(start) < options.ForwardTimeout)
            {
                // Nothing was done. There will be a leader, or this one will know that it is one.
                await Task.Delay(RetryDelay, time, context.CancellationToken);
            }
        }
    }

    public void Dispose()
    {
        foreach (var channel in _channels.Values)
            channel.Dispose();
    }

    private static bool IsElection(StoreError error) => error == StoreError.NoLeader || error == StoreError.NotLeader;

    private async Task<T> AskLeaderAsync<T>(
        Func<CallInvoker, CallOptions, AsyncUnaryCall<T>> there, CancellationToken cancellationToken)
    {
        var leader = cluster.Members.FirstOrDefault(member => member.ID == log.LeaderId);
        if (leader is null || leader.ClientURLs.Count == 0)
            throw new StoreException(StoreError.NoLeader);
        var channel = _channels.GetOrAdd(leader.ClientURLs[0], Open);
        var deadline = (time.GetUtcNow() + options.ForwardTimeout).UtcDateTime;
        var call = new CallOptions([new Metadata.Entry(Mark, "1")], deadline, cancellationToken);
        try
        {
            using var pending = there(channel.CreateCallInvoker(), call);
            return await pending.ResponseAsync;
        }
        catch (RpcException e) when (StoreError.FromStatus(e.Status) is { } error)
        {
            throw new StoreException(error);
        }
    }

    private GrpcChannel Open(string url)
    {
        var handler = new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(1) };
        options.ConfigurePeerHandler?.Invoke(handler);
        string address = options.PeerScheme + Uri.SchemeDelimiter + new Uri(url).Authority;
        return GrpcChannel.ForAddress(
            address, new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });
    }
}
