using System.Diagnostics;
using Microkernel.EndToEnd.Processes;
using Microkernel.EndToEnd.Topology;

namespace Microkernel.EndToEnd.Site;

/// <summary>One host's power: boots it as a set of namespaces, and ends all of it at once.</summary>
/// <remarks>
/// The first process of a PID namespace takes every other one with it when it ends, and the kernel reports its end only
/// after theirs; pid_namespaces(7). So one SIGKILL is a power cut, and its answer is the proof.
/// </remarks>
public sealed class Chassis(HostSpec host, LabTopology topology, string directory) : IDisposable
{
    private static readonly TimeSpan PowerDeadline = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim _button = new(1, 1);
    private Process? _launcher;
    private int _firstProcess;
    private string[] _namespaces = [];

    /// <summary>Gets whether any process of the host lives.</summary>
    public bool IsOn => _launcher is { HasExited: false } || ProcFs.ProcessesIn(_namespaces).Count > 0;

    /// <summary>Gets the id of the host's first process in the site's PID namespace; 0 when it never ran.</summary>
    public int FirstProcess => _firstProcess;

    /// <summary>Boots the host unless it is on. Returns when its networks work and its services are started.</summary>
    public async Task TurnOnAsync(CancellationToken cancellationToken)
    {
        await _button.WaitAsync(cancellationToken);
        try
        {
            if (_launcher is { HasExited: false })
            {
                return;
            }

            await Switch.UnplugAsync(host, cancellationToken);
            await BootAsync(cancellationToken);
        }
        finally
        {
            _button.Release();
        }
    }

    /// <summary>Kills the host's first process, and checks that none of its processes and ports is left.</summary>
    /// <exception cref="TimeoutException">Something of the host is left.</exception>
    public async Task TurnOffAsync(CancellationToken cancellationToken)
    {
        await _button.WaitAsync(cancellationToken);
        try
        {
            if (_launcher is null)
            {
                return;
            }

            await KillAsync(_launcher, cancellationToken);
            var left = ProcFs.ProcessesIn(_namespaces);
            for (var waited = Stopwatch.StartNew(); left.Count > 0; left = ProcFs.ProcessesIn(_namespaces))
            {
                if (waited.Elapsed > PowerDeadline)
                {
                    throw new TimeoutException($"'{host.Name}' still has processes: {string.Join(' ', left)}");
                }

                await Task.Delay(2, cancellationToken);
            }

            await Switch.UnplugAsync(host, cancellationToken);
        }
        finally
        {
            _button.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _launcher?.Dispose();
        _button.Dispose();
    }

    private async Task KillAsync(Process launcher, CancellationToken cancellationToken)
    {
        if (!launcher.HasExited)
        {
            using var first = Process.GetProcessById(_firstProcess);
            first.Kill();
        }

        await launcher.WaitForExitAsync(cancellationToken).WaitAsync(PowerDeadline, cancellationToken);
    }

    private async Task BootAsync(CancellationToken cancellationToken)
    {
        _launcher?.Dispose();
        _launcher = Process.Start(HostBoot.StartInfo(host, topology, directory))
            ?? throw new InvalidOperationException($"'{host.Name}' did not start.");
        // The script says that it has its namespaces, waits for its cables, and says that it is up.
        await ExpectAsync(_launcher, "mounted", cancellationToken);
        _firstProcess = ProcFs.Children(_launcher.Id).Single();
        _namespaces = [ProcFs.Namespace(_firstProcess, "pid")!, ProcFs.Namespace(_firstProcess, "net")!];
        await Switch.PlugInAsync(host, _firstProcess, cancellationToken);
        await _launcher.StandardInput.WriteLineAsync("plugged".AsMemory(), cancellationToken);
        _launcher.StandardInput.Close();
        await ExpectAsync(_launcher, "up", cancellationToken);
    }

    private async Task ExpectAsync(Process launcher, string word, CancellationToken cancellationToken)
    {
        var line = await launcher.StandardOutput.ReadLineAsync(cancellationToken).AsTask()
            .WaitAsync(PowerDeadline, cancellationToken);
        if (line != word)
        {
            var log = Path.Combine(directory, "hosts", host.Name, "log", "boot.log");
            var reason = File.Exists(log) ? await File.ReadAllTextAsync(log, cancellationToken) : "";
            launcher.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"'{host.Name}' says '{line}' where '{word}' was expected. {reason}");
        }
    }
}
