using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Net.Client;
using Microkernel.Store.Replication;

namespace Microkernel.Store.Etcd;

/// <summary>Hands requests that only the leader can do on to it, so that a client may ask any member.</summary>
internal sealed class LeaderForwarding(
    IReplicatedLog log, IClusterControl cluster, StoreOptions options, TimeProvider time) : IDisposable
{
    /// <summary>Marks what was handed on once, so that two members that each believe in the other do not play on.</summary>
    private const string Mark = "microkernel-forwarded";

    private readonly ConcurrentDictionary<string, GrpcChannel> _channels = new();

    /// <summary>Does a request here or, if another member leads, there.</summary>
    /// <param name="context">The call that asked for it.</param>
    /// <param name="here">Does it here.</param>
    /// <param name="there">Asks the leader.</param>
    public async Task<T> RunAsync<T>(
        ServerCallContext context, Func<Task<T>> here, Func<CallInvoker, CallOptions, AsyncUnaryCall<T>> there)
    {
        if (log.LeaderId == log.MemberId || log.LeaderId == 0 || context.RequestHeaders.Get(Mark) is not null)
            return await here();
        var leader = cluster.Members.FirstOrDefault(member => member.ID == log.LeaderId);
        if (leader is null || leader.ClientURLs.Count == 0)
            throw new StoreException(StoreError.NoLeader);
        var channel = _channels.GetOrAdd(leader.ClientURLs[0], Open);
        var call = new CallOptions(
            [new Metadata.Entry(Mark, "1")],
            (time.GetUtcNow() + options.ForwardTimeout).UtcDateTime,
            context.CancellationToken);
        using var pending = there(channel.CreateCallInvoker(), call);
        return await pending.ResponseAsync;
    }

    public void Dispose()
    {
        foreach (var channel in _channels.Values)
            channel.Dispose();
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
