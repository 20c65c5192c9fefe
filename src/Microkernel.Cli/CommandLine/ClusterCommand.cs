using System.CommandLine;

namespace Microkernel.Cli.CommandLine;

/// <summary>A command of <c>mkctl</c>, with examples for its help.</summary>
internal abstract class ClusterCommand : Command
{
    private readonly CommandEnvironment _environment;

    /// <summary>Creates the command.</summary>
    protected ClusterCommand(string name, string description, CommandEnvironment environment)
        : base(name, description)
    {
        _environment = environment;
        SetAction(RunAsync);
    }

    /// <summary>Gets command lines to learn from, each with a remark.</summary>
    public abstract IReadOnlyList<(string Line, string Remark)> Examples { get; }

    /// <summary>Gets how long the command waits where the user does not say.</summary>
    protected virtual TimeSpan DefaultTimeout => TimeSpan.FromSeconds(30);

    /// <summary>Does it and returns the exit code.</summary>
    protected abstract Task<int> RunAsync(CommandSession session, CancellationToken cancellation);

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        using var session = new CommandSession(_environment, arguments, DefaultTimeout);
        return await RunAsync(session, cancellation);
    }
}
