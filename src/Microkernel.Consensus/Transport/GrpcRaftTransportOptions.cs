using Grpc.Core;

namespace Microkernel.Consensus;

/// <summary>Settings of a <see cref="GrpcRaftTransport"/>.</summary>
public sealed class GrpcRaftTransportOptions
{
    /// <summary>The scheme of the members' addresses: <c>http</c> or <c>https</c>. Default: <c>http</c>.</summary>
    public string Scheme { get; set; } = "http";

    /// <summary>Changes the HTTP handler of each connection, for instance to set its TLS options.</summary>
    public Action<SocketsHttpHandler>? ConfigureHandler { get; set; }

    /// <summary>
    /// Says whether a caller may speak for a member; asked once a stream. Default: who says the right name of the cluster.
    /// </summary>
    public Func<ServerCallContext, ulong, bool>? Admit { get; set; }

    /// <summary>How long making a connection may take before the next address is tried. Default: 500 ms.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// How long messages may stay unconfirmed before the next address is tried; should be well below the election
    /// timeout, and above twice <see cref="ConfirmInterval"/>. Default: 250 ms.
    /// </summary>
    public TimeSpan SilenceTimeout { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How often a recipient confirms what arrived. Default: 50 ms.</summary>
    public TimeSpan ConfirmInterval { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// The longest pause between attempts when no address answers; the first is 20 ms. Default: 500 ms.
    /// </summary>
    public TimeSpan RetryIntervalMax { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Messages that wait for one member; more are dropped. Default: 4096.</summary>
    public int QueueLength { get; set; } = 4096;

    /// <summary>Bytes of snapshot data in one message. Default: 256 KiB.</summary>
    public int SnapshotChunkBytes { get; set; } = 256 * 1024;
}
