using System.Globalization;

namespace Microkernel.Core.Hosting;

/// <summary>Counts the starts of this node's core, in its data directory: drivers refuse a lower number.</summary>
internal static class CoreEpoch
{
    /// <summary>Raises the number, on disk before anyone hears it.</summary>
    /// <exception cref="InvalidDataException">The file holds something else.</exception>
    public static ulong Raise(string dataDirectory)
    {
        Directory.CreateDirectory(dataDirectory);
        var path = Path.Combine(dataDirectory, "core-epoch");
        ulong last = 0;
        if (File.Exists(path) &&
            !ulong.TryParse(File.ReadAllText(path).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out last))
            throw new InvalidDataException($"{path}: expected a number");
        var next = last + 1;
        var beside = path + ".new";
        using (var stream = new FileStream(beside, FileMode.Create))
        {
            stream.Write(System.Text.Encoding.ASCII.GetBytes(next.ToString(CultureInfo.InvariantCulture) + "\n"));
            stream.Flush(flushToDisk: true);
        }
        File.Move(beside, path, overwrite: true);
        return next;
    }
}
