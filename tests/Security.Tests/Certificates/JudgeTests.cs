namespace Microkernel.Security.Tests.Certificates;

public sealed class JudgeTests : IDisposable
{
    private readonly TestPki _pki = new();

    public void Dispose() => _pki.Dispose();

    [Fact]
    public void Judge_OwnAuthority_TellsClusterRoleAndName()
    {
        var node = _pki.Identity(Role.Node, "n1");
        var (peer, refusal) = node.Judge(_pki.Identity(Role.Operator, "anna").Certificate, null, "office");
        Assert.Equal(TlsRefusal.None, refusal);
        Assert.Equal(("office", Role.Operator, "anna"), (peer!.Cluster, peer.Role, peer.Name));
    }

    [Theory]
    [InlineData("VMCluster", "Node_1")]
    [InlineData("a.b_c-d", "N.1")]
    public void Judge_AnyName_KeepsItsLetters(string cluster, string name)
    {
        using var pki = new TestPki(cluster);
        var (peer, _) = pki.Identity(Role.Node, name).Judge(pki.Identity(Role.Node, name).Certificate, null, cluster);
        Assert.Equal((cluster, name), (peer!.Cluster, peer.Name));
    }

    [Fact]
    public void Judge_NoCertificate_Refuses() =>
        Assert.Equal(TlsRefusal.NoCertificate, _pki.Identity(Role.Node, "n1").Judge(null, null, "office").Refusal);

    [Fact]
    public void Judge_StrangersAuthorityWithTheSameName_Refuses()
    {
        using var stranger = new TestPki();
        Assert.Equal(
            TlsRefusal.UnknownAuthority,
            _pki.Identity(Role.Node, "n1").Judge(stranger.Identity(Role.Node, "n1").Certificate, null, "office").Refusal);
    }

    [Fact]
    public void Judge_Expired_Refuses()
    {
        var expired = _pki.Identity(Role.Node, "n2", at: TestPki.Now - TimeSpan.FromHours(3), lifetime: TimeSpan.FromHours(1));
        Assert.Equal(TlsRefusal.Expired, _pki.Identity(Role.Node, "n1").Judge(expired.Certificate, null, "office").Refusal);
    }

    [Fact]
    public void Judge_OtherCluster_Refuses() => Assert.Equal(
        TlsRefusal.OtherCluster,
        _pki.Identity(Role.Node, "n1").Judge(_pki.Identity(Role.Node, "n1", "factory").Certificate, null, "office").Refusal);

    [Fact]
    public void Judge_Revoked_RefusesUntilItIsNot()
    {
        var node = _pki.Identity(Role.Node, "n1");
        var anna = _pki.Identity(Role.Viewer, "anna").Certificate!;
        node.Revoke([anna.SerialNumber.ToLowerInvariant()]);
        Assert.Equal(TlsRefusal.Revoked, node.Judge(anna, null, "office").Refusal);
        node.Revoke([]);
        Assert.Equal(TlsRefusal.None, node.Judge(anna, null, "office").Refusal);
    }

    [Fact]
    public void Judge_TwoAuthorities_TakesCertificatesOfBoth()
    {
        using var next = new TestPki();
        var files = _pki.Identity(Role.Node, "n1");
        _pki.AuthoritiesFile(next.Authority);
        files.Reload();
        Assert.Equal(TlsRefusal.None, files.Judge(next.Identity(Role.Node, "n2").Certificate, null, "office").Refusal);
        Assert.Equal(TlsRefusal.None, files.Judge(_pki.Identity(Role.Node, "n2").Certificate, null, "office").Refusal);
    }

    [Fact]
    public void Judge_CertificateSignedByAHolder_Refuses()
    {
        // A holder's certificate is no authority: path length and CA flag say so.
        var holder = _pki.Identity(Role.Admin, "anna").Certificate!;
        using var key = new KeyRequest();
        var request = new System.Security.Cryptography.X509Certificates.CertificateRequest(
            new System.Security.Cryptography.X509Certificates.X500DistinguishedName("O=office, OU=node, CN=n9"),
            key.PublicKey, System.Security.Cryptography.HashAlgorithmName.SHA256);
        using var ecdsa = System.Security.Cryptography.X509Certificates.ECDsaCertificateExtensions.GetECDsaPrivateKey(holder)!;
        using var forged = request.Create(
            holder.SubjectName, System.Security.Cryptography.X509Certificates.X509SignatureGenerator.CreateForECDsa(ecdsa),
            TestPki.Now, TestPki.Now.AddHours(1), [1, 2, 3]);
        Assert.Equal(
            TlsRefusal.UnknownAuthority, _pki.Identity(Role.Node, "n1").Judge(forged, null, "office").Refusal);
    }
}
