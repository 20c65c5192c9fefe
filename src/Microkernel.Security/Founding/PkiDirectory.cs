namespace Microkernel.Security;

/// <summary>Names of the files in a node's directory of keys and certificates.</summary>
/// <param name="Path">The directory.</param>
public sealed record PkiDirectory(string Path)
{
    /// <summary>Where it is unless somebody says otherwise.</summary>
    public const string Default = "/etc/microkernel/pki";

    /// <summary>Gets the node's certificate and key: one file, so that renewal replaces both or none.</summary>
    public string Node => In("node.pem");

    /// <summary>Gets the trusted authorities.</summary>
    public string Authorities => In("ca.crt");

    /// <summary>Gets the cluster's data keys.</summary>
    public string DataKeys => In("data.keys");

    /// <summary>
    /// Gets the authority that <c>mkctl init</c> made: its certificate, and its key sealed with the data key. The cluster
    /// takes it into its store when it starts.
    /// </summary>
    public string FoundingAuthority => In("authority.pem");

    /// <summary>Gets the administrator's certificate.</summary>
    public string AdminCertificate => In("admin.crt");

    /// <summary>Gets the administrator's key.</summary>
    public string AdminKey => In("admin.key");

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
