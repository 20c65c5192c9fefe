using Microkernel.Consensus;
using Microkernel.Core.Configuration;
using Microkernel.Core.Membership;
using Microkernel.Core.Security;
using Microkernel.Security;

namespace Microkernel.Core.Hosting;

/// <summary>What stands before everything else starts: this node's certificate, whom it trusts, its data keys.</summary>
internal sealed partial class CoreSecurity : IDisposable
{
    private readonly TlsMetrics _metrics = new();
    private MemberDirectory? _members;

    private CoreSecurity(CoreOptions options, ILogger<CoreSecurity> logger)
    {
        Keys = new DataKeyRing(DataKeyFile.Read(options.Pki.DataKeys));
        if (options.Insecure)
        {
            LogInsecure(logger);
        }
        else
        {
            Tls = new TlsEnds(
                TlsIdentity.Load(options.TlsFiles), options.Cluster, _metrics,
                (incoming, refusal, subject) => LogRefused(logger, incoming ? "incoming" : "outgoing", refusal, subject));
            CheckOwn(options, Tls.Identity);
        }
        Dialer = new PeerDialer(Tls);
    }

    /// <summary>How connections are made secure; null where the cluster is insecure.</summary>
    public TlsEnds? Tls { get; }

    public DataKeyRing Keys { get; }

    public PeerDialer Dialer { get; }

    public IncomingConnections Incoming { get; } = new();

    /// <summary>Reads keys and certificates.</summary>
    /// <exception cref="CoreOptionsException">They cannot be used; the message says what to do.</exception>
    public static CoreSecurity Load(CoreOptions options, ILoggerFactory loggers)
    {
        try
        {
            return new CoreSecurity(options, loggers.CreateLogger<CoreSecurity>());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CoreOptionsException(
                $"{e.Message}\n  next: 'mkctl init' on the first node, 'mkctl join TOKEN' on each further one, or tls-cert, " +
                "tls-key and tls-ca for certificates of your own PKI");
        }
    }

    /// <summary>Settings of Raft's transport: a member speaks only for itself.</summary>
    public GrpcRaftTransportOptions RaftTransport() => new()
    {
        Scheme = Dialer.Scheme,
        ConfigureHandler = Dialer.Configure,
        Admit = Tls is null
            ? null
            : (context, from) => _members?.Find(from) is not { } member || member.Name == Caller.Of(context).Name,
    };

    /// <summary>From now on members are known by name.</summary>
    public void Know(MemberDirectory members) => _members = members;

    public void Dispose() => _metrics.Dispose();

    private static void CheckOwn(CoreOptions options, TlsIdentity identity)
    {
        var own = PeerIdentity.Of(identity.Certificate!);
        if (own is null || own.Role != Role.Node || own.Cluster != options.Cluster || own.Name != options.Node)
            throw new CoreOptionsException(
                $"{options.TlsFiles.Certificate} is for '{identity.Certificate!.Subject}': expected " +
                $"O={options.Cluster}, OU=node, CN={options.Node}");
    }

    [LoggerMessage(1, LogLevel.Warning,
        "insecure: connections are not encrypted, and whoever reaches the port may do everything", EventName = "Insecure")]
    private static partial void LogInsecure(ILogger logger);

    [LoggerMessage(2, LogLevel.Warning, "Refused an {Direction} connection: {Reason} (subject '{Subject}')",
        EventName = "HandshakeRefused")]
    private static partial void LogRefused(ILogger logger, string direction, TlsRefusal reason, string subject);
}
