namespace Microkernel.EndToEnd.Processes;

/// <summary>Holds what a finished command left behind.</summary>
/// <param name="Line">The command line, for messages.</param>
/// <param name="ExitCode">Exit code; 128 + n when signal n ended it.</param>
/// <param name="Output">Everything it wrote to standard output.</param>
/// <param name="Error">Everything it wrote to standard error.</param>
public sealed record CommandResult(string Line, int ExitCode, string Output, string Error)
{
    /// <summary>Returns this result, or throws when the command failed.</summary>
    /// <exception cref="CommandFailedException">The exit code is not 0.</exception>
    public CommandResult EnsureSuccess() => ExitCode == 0 ? this : throw new CommandFailedException(this);
}
