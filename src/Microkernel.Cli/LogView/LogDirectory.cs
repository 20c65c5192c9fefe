using Microkernel.Cli.Failures;
using Microkernel.Consensus;
using Microkernel.Raft.V1;

namespace Microkernel.Cli.LogView;

/// <summary>Finds and reads a consensus data directory for a command.</summary>
internal static class LogDirectory
{
    /// <summary>Reads a directory: consensus' own, or the core's data directory around it.</summary>
    public static LogReport Read(string directory, ulong from = 1, ulong through = 0)
    {
        var inner = Path.Combine(directory, "raft");
        try
        {
            return LogInspector.Read(Directory.Exists(inner) ? inner : directory, from, through);
        }
        catch (DirectoryNotFoundException e)
        {
            throw new CommandFailure(
                ExitCodes.NotFound, e.Message, "Name the data directory of a node, as /var/lib/microkernel.");
        }
        catch (IOException e) when (e.Message.Contains("in use", StringComparison.Ordinal))
        {
            throw new CommandFailure(
                ExitCodes.Refused, e.Message, "Stop microkerneld on this node first, or copy the directory.");
        }
    }
}
