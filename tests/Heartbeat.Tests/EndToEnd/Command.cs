using System.Diagnostics;

namespace Microkernel.Drivers.Heartbeat.Tests.EndToEnd;

/// <summary>Runs tools of the system.</summary>
internal static class Command
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    /// <summary>Runs a tool; a code other than 0 fails the test with what the tool said.</summary>
    public static async Task RunAsync(string file, params string[] arguments)
    {
        var (code, output) = await TryAsync(file, arguments);
        Assert.True(code == 0, $"{file} {string.Join(' ', arguments)} ended with {code}: {output}");
    }

    /// <summary>Runs a tool and returns its code and output; -1 when it cannot be started.</summary>
    public static async Task<(int Code, string Output)> TryAsync(string file, params string[] arguments)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            return (-1, exception.Message);
        }
        using var deadline = new CancellationTokenSource(Deadline);
        var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
        var error = process.StandardError.ReadToEndAsync(deadline.Token);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        return (process.ExitCode, await output + await error);
    }
}
