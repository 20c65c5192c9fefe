using Microkernel.Cli.Terminals;

namespace Microkernel.Cli.Tests.Cluster;

/// <summary>What one run of <c>mkctl</c> ended with.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Error">What it wrote to standard error.</param>
public sealed record CommandRun(int ExitCode, string Output, string Error)
{
    public static Task<CommandRun> StartAsync(params string[] arguments) => StartAsync(new Surroundings(), arguments);

    public static async Task<CommandRun> StartAsync(Surroundings surroundings, params string[] arguments)
    {
        using var output = new LineCountingWriter(surroundings.OnLines);
        using var error = new StringWriter();
        using var input = new StringReader(surroundings.Input);
        var terminal = new Terminal
        {
            In = input,
            Out = output,
            Error = error,
            InIsTerminal = surroundings.IsTerminal,
            OutIsTerminal = surroundings.IsTerminal,
            ErrorIsTerminal = surroundings.IsTerminal,
            Width = surroundings.Width,
            // The scripted clusters speak no TLS.
            Environment = name =>
                surroundings.Variables.GetValueOrDefault(name) ?? (name == "MKCTL_INSECURE" ? "1" : null),
            Time = new UtcTime(),
        };
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(
            TestContext.Current.CancellationToken, surroundings.Interrupt);
        var exitCode = await MkctlApplication.RunAsync(arguments, terminal, cancellation.Token);
        return new CommandRun(exitCode, output.ToString(), error.ToString());
    }

    private sealed class LineCountingWriter((int Count, Action Then)? lines) : StringWriter
    {
        public override void Flush()
        {
            if (lines is { } wanted && ToString().Count(c => c == '\n') >= wanted.Count)
            {
                wanted.Then();
            }
        }
    }

    private sealed class UtcTime : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;
    }
}

/// <summary>What a run of <c>mkctl</c> finds around it.</summary>
public sealed record Surroundings
{
    public string Input { get; init; } = string.Empty;

    public bool IsTerminal { get; init; }

    public int Width { get; init; } = 80;

    public Dictionary<string, string> Variables { get; init; } = [];

    public CancellationToken Interrupt { get; init; }

    /// <summary>Gets what to do once so many lines were written and flushed.</summary>
    public (int Count, Action Then)? OnLines { get; init; }
}
