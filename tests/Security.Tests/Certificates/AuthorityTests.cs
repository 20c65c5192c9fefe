using System.Security.Cryptography.X509Certificates;

namespace Microkernel.Security.Tests.Certificates;

public sealed class AuthorityTests
{
    [Fact]
    public void Issue_Request_TakesTheKeyAlone()
    {
        using var pki = new TestPki();
        using var key = new KeyRequest();
        using var issued = pki.Authority.Issue(
            new CertificateSubject("office", Role.Viewer, "anna"), KeyRequest.Read(key.Request), ["evil.example"],
            TestPki.Now, TimeSpan.FromDays(1));
        Assert.Equal("O=office, OU=viewer, CN=anna", issued.Subject);
        Assert.DoesNotContain("evil", issued.Extensions.Select(e => e.Format(false)).Aggregate("", string.Concat), StringComparison.Ordinal);
    }

    [Fact]
    public void Issue_LongLifetime_EndsWithTheAuthority()
    {
        using var pki = new TestPki();
        using var key = new KeyRequest();
        using var issued = pki.Authority.Issue(
            new CertificateSubject("office", Role.Node, "n1"), key.PublicKey, [], TestPki.Now, TimeSpan.FromDays(9999));
        Assert.Equal(pki.Authority.Certificate.NotAfter, issued.NotAfter);
    }

    [Fact]
    public void Load_ExportedKey_IssuesForTheSameAuthority()
    {
        using var pki = new TestPki();
        using var loaded = CertificateAuthority.Load(
            X509CertificateLoader.LoadCertificate(pki.Authority.Certificate.RawData), pki.Authority.ExportPrivateKey());
        Assert.Equal(pki.Authority.Fingerprint, loaded.Fingerprint);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../../etc/passwd")]
    [InlineData("a/b")]
    [InlineData("a|b")]
    [InlineData("-a")]
    [InlineData("a b")]
    [InlineData("a\nb")]
    [InlineData("ä")]
    public void IsName_WhatCouldEscape_IsNone(string name) => Assert.False(CertificateSubject.IsName(name));

    [Fact]
    public void Read_NoRequest_SaysWhatWasExpected() => Assert.Contains(
        "expected a PKCS #10 request", Assert.Throws<FormatException>(() => KeyRequest.Read([1, 2, 3])).Message,
        StringComparison.Ordinal);
}
