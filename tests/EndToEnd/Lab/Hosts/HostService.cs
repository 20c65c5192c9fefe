using System.Globalization;
using Microkernel.EndToEnd.Processes;

namespace Microkernel.EndToEnd.Hosts;

/// <summary>A program that a host starts when it boots and that can be started, stopped and killed meanwhile.</summary>
/// <param name="host">The host.</param>
/// <param name="name">Name of the service, of its log and of its script.</param>
public sealed class HostService(Host host, string name)
{
    private const string Script = "/run/services/service";

    /// <summary>Gets the name of the service.</summary>
    public string Name => name;

    /// <summary>Gets the file outside that gets the output of the service.</summary>
    public string Log => Path.Combine(host.Home, "log", $"{name}.log");

    /// <summary>Makes the service known to the host, which starts it when it boots.</summary>
    /// <param name="line">A program that stays in the foreground, and its arguments; paths as on the host.</param>
    public void Install(IReadOnlyList<string> line)
    {
        var path = Path.Combine(host.Home, "services", name);
        File.WriteAllText(path, $"#!/bin/sh\nexec {string.Join(' ', line.Select(Quote))}\n");
        File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.UserExecute);
    }

    /// <summary>Starts the service unless it runs.</summary>
    public Task StartAsync(CancellationToken cancellationToken = default) => ActAsync("start", cancellationToken);

    /// <summary>Ends the service by SIGTERM, and waits for its end.</summary>
    public Task StopAsync(CancellationToken cancellationToken = default) => ActAsync("stop", cancellationToken);

    /// <summary>Ends the service by SIGKILL.</summary>
    public Task KillAsync(CancellationToken cancellationToken = default) => ActAsync("kill", cancellationToken);

    /// <summary>Returns the process id of the service on its host; null when it does not run.</summary>
    public async Task<int?> ProcessIdAsync(CancellationToken cancellationToken = default)
    {
        var result = await RunAsync("status", cancellationToken);
        return result.ExitCode == 0 ? int.Parse(result.Output, CultureInfo.InvariantCulture) : null;
    }

    private async Task ActAsync(string action, CancellationToken cancellationToken) =>
        (await RunAsync(action, cancellationToken)).EnsureSuccess();

    private Task<CommandResult> RunAsync(string action, CancellationToken cancellationToken) =>
        host.ExecuteAsync(["sh", Script, action, name], null, cancellationToken);

    private static string Quote(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
