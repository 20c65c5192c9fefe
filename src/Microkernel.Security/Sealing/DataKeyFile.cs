using System.Globalization;

namespace Microkernel.Security;

/// <summary>The file of a node's data keys: a line <c>ID BASE64</c> for each, readable for its owner alone.</summary>
public static class DataKeyFile
{
    /// <summary>Reads the keys; empty where there is no file.</summary>
    /// <exception cref="IOException">It cannot be read, is damaged, or others may read it.</exception>
    public static IReadOnlyList<DataKey> Read(string path)
    {
        if (!File.Exists(path)) return [];
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite |
            UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        if ((File.GetUnixFileMode(path) & Others) != 0)
            throw new IOException($"{path}: others than its owner may read it: expected mode 0600");
        return [.. File.ReadLines(path).Select((line, index) => Parse(line, $"{path}:{index + 1}"))];
    }

    /// <summary>Replaces the file.</summary>
    public static void Write(string path, IEnumerable<DataKey> keys) => PemFiles.WritePrivate(path, string.Concat(
        keys.Select(key => $"{key.Id.ToString(CultureInfo.InvariantCulture)} {Convert.ToBase64String(key.Bytes)}\n")));

    private static DataKey Parse(string line, string place)
    {
        var bytes = new byte[DataKey.Length];
        return line.Split(' ') is [var id, var key] &&
            uint.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) &&
            Convert.TryFromBase64String(key, bytes, out var length) && length == DataKey.Length
            ? new DataKey(number, bytes)
            : throw new IOException($"{place}: expected a number and {DataKey.Length} bytes in base64");
    }
}
