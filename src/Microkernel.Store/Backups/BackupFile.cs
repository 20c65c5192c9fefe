using System.Security.Cryptography;
using Microkernel.Store.Snapshots;

namespace Microkernel.Store.Backups;

/// <summary>A file with all of the store at one revision, as `mkctl backup` and `etcdctl snapshot save` write it.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Revision">The store's revision.</param>
/// <param name="Keys">How many keys there are.</param>
/// <param name="Leases">How many leases there are.</param>
/// <param name="Sha256">The checksum over all but itself, in hexadecimal digits.</param>
public sealed record BackupFile(string Path, long Revision, int Keys, int Leases, string Sha256)
{
    /// <summary>Reads a backup to its end and checks every byte of it.</summary>
    /// <param name="path">Where it is.</param>
    /// <returns>What it holds.</returns>
    /// <exception cref="InvalidDataException">It is damaged, cut off, or no backup of the store.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static BackupFile Check(string path)
    {
        using var file = File.OpenRead(path);
        string sum = CheckSum(file);
        file.Position = 0;
        var contents = SnapshotReader.Read(file, new Lock(), now: 0);
        return new BackupFile(path, contents.Keys.Revision, contents.Keys.LiveKeys, contents.Leases.Count, sum);
    }

    /// <summary>Writes what a member's state machine reads.</summary>
    internal void WriteTo(Stream destination)
    {
        // What follows the last record, a filling and the checksum, is not looked at.
        using var file = File.OpenRead(Path);
        file.CopyTo(destination);
    }

    private static string CheckSum(FileStream file)
    {
        long length = file.Length - SHA256.HashSizeInBytes;
        if (length <= 0)
            throw new InvalidDataException($"{file.Name} is no backup of the store: it is too short.");
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        for (long left = length; left > 0;)
        {
            int read = file.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
            if (read == 0)
                throw new InvalidDataException($"{file.Name} became shorter while it was read.");
            sha.AppendData(buffer, 0, read);
            left -= read;
        }

        Span<byte> expected = stackalloc byte[SHA256.HashSizeInBytes];
        file.ReadExactly(expected);
        var sum = sha.GetHashAndReset();
        if (!expected.SequenceEqual(sum))
            throw new InvalidDataException($"{file.Name} is damaged or cut off: its SHA-256 checksum is wrong.");
        return Convert.ToHexStringLower(sum);
    }
}
