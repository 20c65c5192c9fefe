namespace Microkernel.Cli.Failures;

/// <summary>Ends a command with a message, an exit code and what to do next.</summary>
internal sealed class CommandFailure(
    int exitCode, string message, string? next = null, IReadOnlyList<string>? details = null)
    : Exception(message)
{
    /// <summary>Gets what the process ends with.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>Gets what the user can do about it; null where the message says it.</summary>
    public string? Next { get; } = next;

    /// <summary>Gets further facts, one a line.</summary>
    public IReadOnlyList<string> Details { get; } = details ?? [];

    /// <summary>Creates a failure of the command line: an option or argument, its value, what was expected.</summary>
    public static CommandFailure Usage(string option, string? value, string expected) =>
        new(ExitCodes.Usage, value is null ? $"{option}: {expected}" : $"{option}: '{value}': expected {expected}");
}
