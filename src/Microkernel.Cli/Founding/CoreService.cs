using System.Diagnostics;

namespace Microkernel.Cli.Founding;

/// <summary>The core as a service of this host, where systemd runs it.</summary>
internal static class CoreService
{
    private const string Unit = "microkerneld.service";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>Starts the service now and at each boot; returns what the user has to do where there is none.</summary>
    /// <param name="configurationFile">Settings of the core.</param>
    /// <param name="wanted">Whether it shall be started at all.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<string?> StartAsync(
        string configurationFile, bool wanted, CancellationToken cancellation)
    {
        var byHand = $"Start the core: microkerneld --config {configurationFile}";
        // sd_booted(3).
        if (!wanted || !Directory.Exists("/run/systemd/system") || configurationFile != NodeSetup.DefaultFile)
        {
            return byHand;
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(Patience);
        using var process = Process.Start(new ProcessStartInfo("systemctl", ["enable", "--now", Unit])
        {
            RedirectStandardError = true,
        });
        if (process is null)
        {
            return byHand;
        }

        var error = await process.StandardError.ReadToEndAsync(deadline.Token);
        await process.WaitForExitAsync(deadline.Token);
        return process.ExitCode == 0 ? null : $"{byHand} (systemctl: {error.Trim().ReplaceLineEndings(" ")})";
    }
}
