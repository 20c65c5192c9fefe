namespace Microkernel.Store;

/// <summary>Limits and periods of the store.</summary>
public sealed class StoreOptions
{
    /// <summary>
    /// Gets or sets the cluster's name, from which the number in response headers is made; not empty.
    /// Default: microkernel.
    /// </summary>
    public string ClusterName { get; set; } = "microkernel";

    /// <summary>Gets or sets the largest request, in bytes; 1 KiB to 16 MiB. Default 1.5 MiB, as in etcd.</summary>
    public int RequestSizeBytesMax { get; set; } = 3 << 19;

    /// <summary>Gets or sets the most operations and conditions of a transaction; 1 to 100,000. Default 128.</summary>
    public int TransactionOperationsMax { get; set; } = 128;

    /// <summary>
    /// Gets or sets how much memory keys and history may take, in bytes; at least 1 MiB. Above four fifths of it history
    /// is given up; beyond it puts are refused and the NOSPACE alarm is raised, until there is space again.
    /// Default 2 GiB.
    /// </summary>
    public long QuotaBytes { get; set; } = 2L << 30;

    /// <summary>
    /// Gets or sets how long history is kept before it is compacted; at least one second; null keeps it until a client
    /// compacts. Default 1 hour.
    /// </summary>
    public TimeSpan? HistoryKept { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// Gets or sets the most revisions that are kept, however young; at least 1000. Watches that are further behind are
    /// cancelled. Default 200,000.
    /// </summary>
    public long HistoryRevisionsMax { get; set; } = 200_000;

    /// <summary>
    /// Gets or sets how often the leader looks for leases that are over and for space; 10 milliseconds to 1 second,
    /// since it adds to a lease's time. Default 100 milliseconds.
    /// </summary>
    public TimeSpan UpkeepPeriod { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Gets or sets how often a quiet watch that asks for it is told how far it is; at least 100 milliseconds.
    /// Default 10 minutes, as in etcd.
    /// </summary>
    public TimeSpan WatchProgressPeriod { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Gets or sets the scheme of members' addresses, http or https. Default: http.</summary>
    public string PeerScheme { get; set; } = Uri.UriSchemeHttp;

    /// <summary>Gets or sets what sets up connections to other members, for certificates. Default: nothing.</summary>
    public Action<SocketsHttpHandler>? ConfigurePeerHandler { get; set; }

    /// <summary>
    /// Gets or sets what looks at each request of etcd's KV and Watch services before it is done, and may refuse it by an
    /// <see cref="Grpc.Core.RpcException"/>. Default: nothing.
    /// </summary>
    public IStoreGate? Gate { get; set; }

    /// <summary>
    /// Gets or sets how long a change of the members may take that is handed on to the leader; 100 milliseconds to
    /// 1 minute. Default 10 seconds.
    /// </summary>
    public TimeSpan ForwardTimeout { get; set; } = TimeSpan.FromSeconds(10);
}
