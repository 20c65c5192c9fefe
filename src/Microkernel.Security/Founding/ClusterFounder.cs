namespace Microkernel.Security;

/// <summary>Makes what a new cluster needs before its first core starts.</summary>
public sealed class ClusterFounder : IDisposable
{
    /// <summary>How long a node's certificate is valid; it is renewed when two thirds are over.</summary>
    public static readonly TimeSpan NodeLifetime = TimeSpan.FromDays(90);

    /// <summary>How long a person's certificate is valid.</summary>
    public static readonly TimeSpan PersonLifetime = TimeSpan.FromDays(365);

    private readonly string _cluster;
    private readonly TimeProvider _time;
    private readonly CertificateAuthority _authority;
    private readonly DataKeyRing _keys = new([DataKey.Create(1)]);

    /// <summary>Makes an authority and a data key.</summary>
    public ClusterFounder(string cluster, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        (_cluster, _time) = (cluster, time);
        _authority = CertificateAuthority.Create(cluster, time.GetUtcNow());
    }

    /// <summary>Writes a founding node's certificate, key, authorities and data key.</summary>
    /// <param name="pki">Its directory.</param>
    /// <param name="node">Its name.</param>
    /// <param name="hosts">Names and addresses that it is reached under.</param>
    /// <param name="carriesAuthority">Whether this node brings the authority into the store; one node must.</param>
    public void WriteNode(PkiDirectory pki, string node, IEnumerable<string> hosts, bool carriesAuthority)
    {
        ArgumentNullException.ThrowIfNull(pki);
        var (certificate, key) = Issue(new CertificateSubject(_cluster, Role.Node, node), hosts, NodeLifetime);
        PemFiles.WritePrivate(pki.Node, certificate + key);
        PemFiles.WritePublic(pki.Authorities, PemFiles.Text([_authority.Certificate]));
        DataKeyFile.Write(pki.DataKeys, _keys.Keys);
        if (carriesAuthority) FoundingAuthority.Of(_authority, _keys).Write(pki.FoundingAuthority);
    }

    /// <summary>Writes a person's certificate and key.</summary>
    public void WritePerson(string certificateFile, string keyFile, Role role, string name)
    {
        var (certificate, key) = Issue(new CertificateSubject(_cluster, role, name), [], PersonLifetime);
        PemFiles.WritePrivate(keyFile, key);
        PemFiles.WritePublic(certificateFile, certificate);
    }

    /// <summary>Gets the authority's certificate in PEM.</summary>
    public string AuthorityPem => PemFiles.Text([_authority.Certificate]);

    /// <inheritdoc/>
    public void Dispose() => _authority.Dispose();

    private (string Certificate, string Key) Issue(
        CertificateSubject subject, IEnumerable<string> hosts, TimeSpan lifetime)
    {
        using var request = new KeyRequest();
        using var issued = _authority.Issue(subject, request.PublicKey, hosts, _time.GetUtcNow(), lifetime);
        return (PemFiles.Text([issued]), request.KeyPem + "\n");
    }
}
