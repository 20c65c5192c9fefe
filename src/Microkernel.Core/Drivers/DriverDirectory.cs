using System.Threading.Channels;

namespace Microkernel.Core.Drivers;

/// <summary>Watches the driver directory for sockets, <c>DIR/name/instance.sock</c>.</summary>
internal static class DriverDirectory
{
    /// <summary>inotify can lose events when its queue overflows; a slow rescan finds what it missed.</summary>
    private static readonly TimeSpan RescanInterval = TimeSpan.FromSeconds(5);

    /// <summary>Yields the sockets there, first at once and then whenever something may have changed.</summary>
    public static async IAsyncEnumerable<IReadOnlySet<string>> WatchAsync(
        string directory, TimeProvider time,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        Directory.CreateDirectory(directory,
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute |
            UnixFileMode.GroupRead | UnixFileMode.GroupExecute);
        var changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var watcher = new FileSystemWatcher(directory) { IncludeSubdirectories = true };
        watcher.Created += (_, _) => changes.Writer.TryWrite(true);
        watcher.Deleted += (_, _) => changes.Writer.TryWrite(true);
        watcher.Renamed += (_, _) => changes.Writer.TryWrite(true);
        watcher.Error += (_, _) => changes.Writer.TryWrite(true);
        watcher.EnableRaisingEvents = true;
        while (true)
        {
            yield return Scan(directory);
            using var rescan = CancellationTokenSource.CreateLinkedTokenSource(ct);
            var timer = Task.Delay(RescanInterval, time, rescan.Token);
            await Task.WhenAny(changes.Reader.WaitToReadAsync(ct).AsTask(), timer);
            await rescan.CancelAsync();
            ct.ThrowIfCancellationRequested();
            changes.Reader.TryRead(out _);
        }
    }

    private static HashSet<string> Scan(string directory)
    {
        var found = new HashSet<string>();
        foreach (var driver in Directory.EnumerateDirectories(directory))
        {
            try
            {
                found.UnionWith(Directory.EnumerateFiles(driver, "*.sock"));
            }
            catch (DirectoryNotFoundException)
            {
                // It was removed between the two listings.
            }
        }
        return found;
    }
}
