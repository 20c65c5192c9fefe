using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Net.Client;
using Microkernel.Cli.Failures;
using Microkernel.Security;
using Microkernel.V1;

namespace Microkernel.Cli.Connection;

/// <summary>
/// Gets the authorities of a cluster from a server that is not trusted yet, and takes those that a token names by their
/// SHA-256. Nothing secret is sent on the way.
/// </summary>
internal static class AuthorityFetcher
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>Asks the addresses of a token in turn.</summary>
    /// <exception cref="CommandFailure">None answers with an authority that the token names.</exception>
    public static async Task<IReadOnlyList<X509Certificate2>> FetchAsync(TokenText token, CancellationToken cancellation)
    {
        var problems = new List<string>();
        foreach (var address in token.Addresses)
        {
            try
            {
                var found = Read(await AskAsync(address, cancellation))
                    .Where(known => token.Authorities.Contains(CertificateAuthority.FingerprintOf(known))).ToList();
                if (found.Count > 0)
                {
                    return found;
                }

                problems.Add($"{address}: answers with another cluster's authority");
            }
            catch (Exception e) when (e is RpcException or CryptographicException)
            {
                problems.Add($"{address}: {(e as RpcException)?.Status.Detail ?? e.Message}");
            }
        }

        throw new CommandFailure(
            ExitCodes.Unreachable, "None of the token's servers could show who it is.",
            "Check that a core runs there and that this host reaches it, then try again.", problems);
    }

    private static X509Certificate2Collection Read(string pem)
    {
        var found = new X509Certificate2Collection();
        found.ImportFromPem(pem);
        return found;
    }

    private static async Task<string> AskAsync(string address, CancellationToken cancellation)
    {
        var server = ServerAddress.Parse(address, "token");
        using var channel = GrpcChannel.ForAddress("https://microkernel", new GrpcChannelOptions
        {
            DisposeHttpClient = true,
            HttpHandler = new SocketsHttpHandler
            {
                UseProxy = false,
                ConnectTimeout = Timeout,
                ConnectCallback = async (_, ct) => await ConnectAsync(server, ct),
            },
        });
        var answer = await new IdentityService.IdentityServiceClient(channel).GetAuthoritiesAsync(
            new GetAuthoritiesRequest(), deadline: DateTime.UtcNow + Timeout, cancellationToken: cancellation);
        return answer.Certificates;
    }

    private static async ValueTask<Stream> ConnectAsync(ServerAddress server, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        SslStream? stream = null;
        try
        {
            await socket.ConnectAsync(server.EndPoint, cancellation);
            stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
            await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = "microkernel",
                EnabledSslProtocols = SslProtocols.Tls13,
                ApplicationProtocols = [SslApplicationProtocol.Http2],
                // What comes is compared with the token, whoever sends it.
#pragma warning disable CA5359
                RemoteCertificateValidationCallback = (_, _, _, _) => true,
#pragma warning restore CA5359
            }, cancellation);
            return stream;
        }
        catch
        {
            if (stream is not null)
            {
                await stream.DisposeAsync();
            }

            socket.Dispose();
            throw;
        }
    }
}
