namespace Microkernel.Store.Backups;

/// <summary>
/// What a restored cluster has in its id beside its name, so that members of the old cluster, or of another restoration,
/// are refused. It lies beside the log, in a file of its own.
/// </summary>
public static class ClusterToken
{
    private const string FileName = "cluster-token";
    private const int LengthMax = 64;

    /// <summary>Returns the id of the cluster that a data directory belongs to.</summary>
    /// <param name="cluster">The cluster's name.</param>
    /// <param name="dataDirectory">The directory, which need not be there.</param>
    /// <exception cref="InvalidDataException">The token's file holds something else.</exception>
    public static string ClusterId(string cluster, string dataDirectory)
    {
        string path = Path.Combine(dataDirectory, FileName);
        if (!File.Exists(path))
            return cluster;
        string token = File.ReadAllText(path).Trim();
        return IsToken(token)
            ? Join(cluster, token)
            : throw new InvalidDataException($"{path}: expected a token of letters, digits and dashes.");
    }

    /// <summary>Tells whether a text can be a token: 1 to 64 letters, digits and dashes.</summary>
    public static bool IsToken(string text) =>
        text is { Length: > 0 and <= LengthMax } && text.All(one => char.IsAsciiLetterOrDigit(one) || one == '-');

    internal static string Join(string cluster, string token) => $"{cluster}#{token}";

    /// <summary>Writes the token, durably.</summary>
    internal static void Write(string dataDirectory, string token)
    {
        string path = Path.Combine(dataDirectory, FileName);
        using (var file = new FileStream(path + ".tmp", FileMode.Create))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(token + "\n"));
            file.Flush(flushToDisk: true);
        }

        File.Move(path + ".tmp", path, overwrite: true);
    }
}
