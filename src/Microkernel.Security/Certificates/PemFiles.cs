using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Microkernel.Security;

/// <summary>Reads and writes files of certificates and keys; files are replaced as a whole, keys are for the owner.</summary>
public static class PemFiles
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Public = Private | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Writes what only the owner may read.</summary>
    public static void WritePrivate(string path, string text) => Write(path, text, Private);

    /// <summary>Writes what all may read.</summary>
    public static void WritePublic(string path, string text) => Write(path, text, Public);

    /// <summary>Reads all certificates of a file.</summary>
    /// <exception cref="IOException">It cannot be read, or holds none.</exception>
    public static X509Certificate2Collection ReadCertificates(string path)
    {
        var found = new X509Certificate2Collection();
        try
        {
            found.ImportFromPemFile(path);
        }
        catch (CryptographicException e)
        {
            throw new IOException($"{path}: {e.Message}", e);
        }
        return found.Count > 0 ? found : throw new IOException($"{path}: expected certificates in PEM");
    }

    /// <summary>Reads a certificate and the key that belongs to it.</summary>
    /// <exception cref="IOException">They cannot be read, or do not belong together.</exception>
    public static X509Certificate2 ReadPair(string certificate, string key)
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(certificate, key);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new IOException($"{certificate} and {key}: {e.Message}", e);
        }
    }

    /// <summary>Returns certificates in PEM, one after the other.</summary>
    public static string Text(IEnumerable<X509Certificate2> certificates) =>
        string.Concat(certificates.Select(certificate => certificate.ExportCertificatePem() + "\n"));

    private static void Write(string path, string text, UnixFileMode mode)
    {
        var directory = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(directory))
            Directory.CreateDirectory(directory, Private | UnixFileMode.UserExecute);
        var beside = path + ".new";
        // A leftover could have another owner's mode.
        File.Delete(beside);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = mode };
        using (var stream = new FileStream(beside, options))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }
        File.Move(beside, path, overwrite: true);
    }
}
