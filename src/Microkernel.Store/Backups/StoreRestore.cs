using Microkernel.Consensus;

namespace Microkernel.Store.Backups;

/// <summary>Begins a new cluster with what a backup holds.</summary>
public static class StoreRestore
{
    /// <summary>The part of a backup's checksum that is the token where the operator gives none.</summary>
    private const int TokenDigits = 16;

    /// <summary>
    /// Makes a member's data directory. It is done on each member of the new cluster, with the same backup, peers and
    /// token; then the members are started.
    /// </summary>
    /// <param name="backup">The backup, checked.</param>
    /// <param name="options">The member; the name of its cluster as cluster id.</param>
    /// <param name="tokenDirectory">Where the token goes: the daemon's data directory.</param>
    /// <param name="token">
    /// What tells the new cluster from the old one; null for one made of the backup's checksum, which is enough for
    /// restoring a backup once.
    /// </param>
    /// <param name="time">The clock; the new cluster's terms begin with its seconds since 1970.</param>
    /// <returns>The token.</returns>
    /// <exception cref="IOException">The member's directory is not empty, is in use, or fails.</exception>
    public static string Write(
        BackupFile backup, RaftMemberOptions options, string tokenDirectory, string? token, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(backup);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        token ??= backup.Sha256[..TokenDigits];
        if (!ClusterToken.IsToken(token))
            throw new ArgumentException($"token: '{token}': expected 1 to 64 letters, digits and dashes.", nameof(token));
        if (Directory.Exists(options.DataDirectory) && Directory.EnumerateFileSystemEntries(options.DataDirectory).Any())
            throw new IOException($"{options.DataDirectory} is not empty; move it away if its data is of no more use.");
        options.ClusterId = ClusterToken.Join(options.ClusterId, token);
        ClusterToken.Write(tokenDirectory, token);

        // Terms rise by elections, of which there has not been one a second since 1970: these are above all old ones.
        ulong term = (ulong)time.GetUtcNow().ToUnixTimeSeconds();
        RaftSeed.Write(options, term, backup.WriteTo, time);
        return token;
    }
}
