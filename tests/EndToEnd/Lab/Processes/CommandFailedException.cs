namespace Microkernel.EndToEnd.Processes;

/// <summary>Reports a command that ended with an exit code other than 0.</summary>
public sealed class CommandFailedException(CommandResult result)
    : InvalidOperationException(
        $"'{result.Line}' ended with {result.ExitCode}: {(result.Error + result.Output).Trim()}")
{
    /// <summary>Gets what the command left behind.</summary>
    public CommandResult Result { get; } = result;
}
