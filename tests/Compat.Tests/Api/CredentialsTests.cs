using Grpc.Core;

namespace Compat.Tests.Api;

public sealed class CredentialsTests
{
    private static readonly CallCredentials Call = CallCredentials.FromInterceptor((_, _) => Task.CompletedTask);

    [Fact]
    public void Create_OverComposedCredentials_IsRefused()
    {
        var composed = ChannelCredentials.Create(ChannelCredentials.SecureSsl, Call);

        Assert.Throws<ArgumentException>(() => ChannelCredentials.Create(composed, Call));
    }

    [Fact]
    public void Compose_FewerThanTwo_IsRefused() =>
        Assert.Throws<ArgumentException>(() => CallCredentials.Compose(Call));

    [Fact]
    public void Ssl_Parts_ReachTheTransport()
    {
        var pair = new KeyCertificatePair("chain", "key");
        var seen = new Seen();

        ChannelCredentials.Create(new SslCredentials("roots", pair, _ => true), Call)
            .InternalPopulateConfiguration(seen, "state");

        Assert.Equal(["composite", "ssl roots chain key True"], seen.Parts);
    }

    [Fact]
    public void AuthContext_NamedIdentity_IsAuthenticated()
    {
        var name = AuthProperty.Create("x509_common_name", "vapp1"u8.ToArray());
        var context = new AuthContext(name.Name, new() { [name.Name] = [name] });

        Assert.True(context.IsPeerAuthenticated);
        Assert.Equal("vapp1", Assert.Single(context.PeerIdentity).Value);
        Assert.Empty(context.FindPropertiesByName("other"));
        Assert.Same(name, Assert.Single(context.Properties));
    }

    [Fact]
    public void AuthContext_NoIdentity_IsNotAuthenticated()
    {
        var context = new AuthContext(null, []);

        Assert.False(context.IsPeerAuthenticated);
        Assert.Empty(context.PeerIdentity);
    }

    private sealed class Seen : ChannelCredentialsConfiguratorBase
    {
        public List<string> Parts { get; } = [];

        public override void SetInsecureCredentials(object? state) => Parts.Add("insecure");

        public override void SetSslCredentials(
            object? state,
            string? rootCertificates,
            KeyCertificatePair? keyCertificatePair,
            VerifyPeerCallback? verifyPeerCallback) => Parts.Add(
                $"ssl {rootCertificates} {keyCertificatePair?.CertificateChain} {keyCertificatePair?.PrivateKey} "
                + $"{verifyPeerCallback?.Invoke(new VerifyPeerContext("name", "pem"))}");

        public override void SetCompositeCredentials(
            object? state, ChannelCredentials channelCredentials, CallCredentials callCredentials)
        {
            Parts.Add("composite");
            channelCredentials.InternalPopulateConfiguration(this, state);
        }
    }
}
