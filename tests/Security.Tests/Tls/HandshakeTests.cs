using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Microkernel.Security.Tests.Tls;

public sealed class HandshakeTests : IDisposable
{
    private readonly TestPki _pki = new();
    private readonly TlsMetrics _metrics = new();
    private readonly List<(bool Incoming, TlsRefusal Refusal)> _refused = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _pki.Dispose();
        _metrics.Dispose();
    }

    [Fact]
    public async Task Dial_NodeToNode_SpeaksTls13()
    {
        using var dialled = await DialAsync(_pki.Identity(Role.Node, "n1"), _pki.Identity(Role.Node, "n2"));
        Assert.Equal(SslProtocols.Tls13, dialled.SslProtocol);
        Assert.Empty(_refused);
    }

    [Fact]
    public async Task Dial_ServerOfAStranger_IsRefusedAndCounted()
    {
        using var stranger = new TestPki();
        await Assert.ThrowsAnyAsync<Exception>(
            () => DialAsync(stranger.Identity(Role.Node, "n1"), _pki.Identity(Role.Node, "n2")));
        Assert.Contains((false, TlsRefusal.UnknownAuthority), _refused);
    }

    [Fact]
    public async Task Dial_ServerThatIsNoNode_IsRefused()
    {
        await Assert.ThrowsAnyAsync<Exception>(
            () => DialAsync(_pki.Identity(Role.Admin, "anna"), _pki.Identity(Role.Node, "n2")));
        Assert.Contains((false, TlsRefusal.OtherRole), _refused);
    }

    [Fact]
    public async Task Incoming_CertificateOfAStranger_IsRefusedAndCounted()
    {
        using var stranger = new TestPki();
        // The stranger trusts the server, which does not trust the stranger.
        var files = stranger.Identity(Role.Node, "n2");
        stranger.AuthoritiesFile(_pki.Authority);
        files.Reload();
        await DialAndReadAsync(_pki.Identity(Role.Node, "n1"), files);
        Assert.Contains((true, TlsRefusal.UnknownAuthority), _refused);
    }

    [Fact]
    public async Task EndDistrusted_Revoked_EndsALiveConnection()
    {
        var server = _pki.Identity(Role.Node, "n1");
        var ends = Ends(_pki.Identity(Role.Node, "n2"));
        using var dialled = await DialAsync(server, ends);
        ends.EndDistrusted(new HashSet<string>(), DateTimeOffset.UtcNow);
        Assert.True(dialled.CanWrite);
        ends.EndDistrusted(new HashSet<string> { server.Certificate!.SerialNumber }, DateTimeOffset.UtcNow);
        Assert.False(dialled.CanWrite);
    }

    [Fact]
    public async Task EndDistrusted_CertificateOver_EndsALiveConnection()
    {
        var ends = Ends(_pki.Identity(Role.Node, "n2"));
        using var dialled = await DialAsync(_pki.Identity(Role.Node, "n1"), ends);
        ends.EndDistrusted(new HashSet<string>(), DateTimeOffset.UtcNow + TimeSpan.FromDays(2));
        Assert.False(dialled.CanWrite);
    }

    private TlsEnds Ends(TlsIdentity identity) => new(identity, "office", _metrics, (incoming, refusal, _) =>
    {
        lock (_refused) _refused.Add((incoming, refusal));
    });

    private Task<SslStream> DialAsync(TlsIdentity server, TlsIdentity client) => DialAsync(server, Ends(client));

    private async Task<SslStream> DialAsync(TlsIdentity server, TlsEnds client)
    {
        var (stream, accepting) = Begin(server);
        var dialled = await client.DialAsync(stream, "n1", Cancellation);
        await accepting;
        return dialled;
    }

    /// <summary>In TLS 1.3 a client learns only with the first read that its certificate was refused.</summary>
    private async Task DialAndReadAsync(TlsIdentity server, TlsIdentity client)
    {
        var (stream, accepting) = Begin(server);
        try
        {
            await using var dialled = await Ends(client).DialAsync(stream, "n1", Cancellation);
            Assert.Equal(0, await dialled.ReadAsync(new byte[1], Cancellation));
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            // Refused, which is what the test is about.
        }
        await Assert.ThrowsAnyAsync<AuthenticationException>(() => accepting);
    }

    private (NetworkStream Client, Task Accepting) Begin(TlsIdentity server)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var client = new TcpClient();
        client.Connect((IPEndPoint)listener.LocalEndpoint);
        var accepted = new SslStream(listener.AcceptTcpClient().GetStream());
        var options = Ends(server).Incoming();
        options.ApplicationProtocols = [SslApplicationProtocol.Http2];
        return (client.GetStream(), AcceptAsync());

        async Task AcceptAsync()
        {
            try
            {
                await accepted.AuthenticateAsServerAsync(options, Cancellation);
            }
            catch
            {
                await accepted.DisposeAsync();
                throw;
            }
        }
    }
}
