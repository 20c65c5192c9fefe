using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Etcdserverpb;
using Grpc.Net.Client;
using Microkernel.EndToEnd.Clusters;
using Microkernel.EndToEnd.Topology;
using Microkernel.Security;

namespace Microkernel.EndToEnd.Torture.Clients;

/// <summary>The etcd API of one member, reached through the lab's relay. Builds all connections.</summary>
public sealed class EtcdEndpoint : IDisposable
{
    private readonly GrpcChannel _channel;

    internal EtcdEndpoint(Lab lab, HostSpec host)
    {
        var address = $"{lab.Topology.Network(LabTopology.Service).AddressOf(host)}:{CoreConfiguration.ApiPort}";
        _channel = GrpcChannel.ForAddress($"https://{address}", new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler
            {
                ConnectCallback = (_, token) => ConnectAsync(lab.RelaySocket, address, token),
                SslOptions = Identity(Clusters.Cluster.AdminPki(lab)),
                ConnectTimeout = TimeSpan.FromSeconds(2),
                KeepAlivePingDelay = TimeSpan.FromSeconds(1),
                KeepAlivePingTimeout = TimeSpan.FromSeconds(1),
            },
            DisposeHttpClient = true,
            InitialReconnectBackoff = TimeSpan.FromMilliseconds(100),
            MaxReconnectBackoff = TimeSpan.FromMilliseconds(500),
            MaxReceiveMessageSize = null,
        });
        Keys = new KV.KVClient(_channel);
        Watches = new Watch.WatchClient(_channel);
    }

    /// <summary>Gets the key/value service.</summary>
    public KV.KVClient Keys { get; }

    /// <summary>Gets the watch service.</summary>
    public Watch.WatchClient Watches { get; }

    /// <inheritdoc/>
    public void Dispose() => _channel.Dispose();

    private static SslClientAuthenticationOptions Identity(PkiDirectory pki)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.ImportFromPemFile(pki.Authorities);
        return new SslClientAuthenticationOptions
        {
            ClientCertificates = [X509Certificate2.CreateFromPemFile(pki.AdminCertificate, pki.AdminKey)],
            CertificateChainPolicy = policy,
        };
    }

    private static async ValueTask<Stream> ConnectAsync(string relay, string address, CancellationToken token)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(relay), token);
            await socket.SendAsync(Encoding.UTF8.GetBytes($"{address}\n"), token);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
