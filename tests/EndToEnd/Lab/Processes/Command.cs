using System.Diagnostics;

namespace Microkernel.EndToEnd.Processes;

/// <summary>Runs commands with a deadline and without a shell.</summary>
public static class Command
{
    /// <summary>Time that a command has when the caller does not say.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Runs a command to its end and returns its exit code and output.</summary>
    /// <param name="line">The program and its arguments.</param>
    /// <param name="input">Text for its standard input; none when null.</param>
    /// <param name="timeout">Time until it and its children are killed; null: <see cref="DefaultTimeout"/>.</param>
    /// <param name="cancellationToken">Kills it and its children when cancelled.</param>
    /// <exception cref="TimeoutException">It did not end in time.</exception>
    public static async Task<CommandResult> RunAsync(
        IReadOnlyList<string> line,
        string? input = null,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default)
    {
        using var process = Process.Start(StartInfo(line))
            ?? throw new InvalidOperationException($"'{line[0]}' did not start.");
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout ?? DefaultTimeout);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var error = process.StandardError.ReadToEndAsync(deadline.Token);
            await FeedAsync(process, input, deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            return new CommandResult(string.Join(' ', line), process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"'{string.Join(' ', line)}' did not end in {timeout ?? DefaultTimeout}.");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>Returns a start description with all three standard streams redirected.</summary>
    public static ProcessStartInfo StartInfo(IReadOnlyList<string> line) => new(line[0], line.Skip(1))
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };

    private static async Task FeedAsync(Process process, string? input, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading all: its exit code tells.
        }
    }
}
