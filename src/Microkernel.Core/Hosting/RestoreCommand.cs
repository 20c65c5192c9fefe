using System.CommandLine;
using Microkernel.Core.Configuration;
using Microkernel.Store.Backups;

namespace Microkernel.Core.Hosting;

/// <summary><c>microkerneld restore</c>: makes this node's data directory from a backup. The daemon must not run.</summary>
internal static class RestoreCommand
{
    /// <summary>Creates the command.</summary>
    /// <param name="load">Reads the daemon's settings from the command line, as for running it.</param>
    public static Command Create(Func<ParseResult, CoreOptions> load)
    {
        var file = new Argument<string>("FILE") { Description = "The backup: what mkctl backup wrote." };
        var token = new Option<string?>("--token")
        {
            Description = "What tells the new cluster from the old one, the same on each node. "
                + "Default: from the backup's checksum; needed when the same backup is restored again.",
        };
        var command = new Command(
            "restore", "Begin a new cluster with what a backup holds: on each node, then start the daemons.")
        {
            file, token,
        };
        command.SetAction(parsed => Run(() => load(parsed), parsed.GetRequiredValue(file), parsed.GetValue(token)));
        return command;
    }

    private static int Run(Func<CoreOptions> load, string file, string? token)
    {
        try
        {
            var options = load();
            var backup = BackupFile.Check(file);
            Directory.CreateDirectory(options.DataDirectory);
            var raft = RaftStart.Options(options);
            raft.ClusterId = options.Cluster;
            var used = StoreRestore.Write(backup, raft, options.DataDirectory, token, TimeProvider.System);
            Console.WriteLine(
                $"{options.DataDirectory}: node {options.Node} of the new cluster {options.Cluster}#{used}, "
                + $"revision {backup.Revision}, {backup.Keys} keys.");
            return 0;
        }
        catch (CoreOptionsException e)
        {
            Console.Error.WriteLine($"microkerneld: {e.Message}");
            return 2;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException
            or ArgumentException)
        {
            Console.Error.WriteLine($"microkerneld: nothing was restored: {e.Message}");
            return 1;
        }
    }
}
