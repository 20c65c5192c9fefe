using System.Text;

namespace Microkernel.Core.SelfFencing;

/// <summary>Why this node let its watchdog reset it: on disk before it happens, told by the core that starts afterwards.</summary>
internal sealed class SelfFenceNote(string path, TimeProvider time)
{
    /// <summary>Writes the reason and waits until the disk has it; a disk that fails keeps nothing from being reset.</summary>
    public void Write(string reason)
    {
        try
        {
            using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
            RandomAccess.Write(file, Encoding.UTF8.GetBytes($"{time.GetUtcNow():O} {reason}"), 0);
            RandomAccess.FlushToDisk(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The log and the event say it too.
        }
    }

    /// <summary>Takes the reason of the last reset; null when there was none.</summary>
    public string? Take()
    {
        try
        {
            if (!File.Exists(path)) return null;
            var reason = File.ReadAllText(path);
            File.Delete(path);
            return reason.Length > 0 ? reason : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
