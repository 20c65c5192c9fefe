using System.Diagnostics;

namespace Microkernel.Security.Tests.Cluster;

/// <summary>A node whose core is a process of this machine, on a loopback address of its own.</summary>
public sealed class SecureNode(string name, string address, int port, string directory) : IDisposable
{
    private Process? _core;

    public string Name => name;

    public string Address => $"{address}:{port}";

    public string Directory => directory;

    public string Configuration => Path.Combine(directory, "microkerneld.yaml");

    public PkiDirectory Pki => new(Path.Combine(directory, "pki"));

    public string Socket => Path.Combine(directory, "core.sock");

    public string Log => Path.Combine(directory, "log");

    public int ProcessId => _core!.Id;

    public Uri Metrics => new($"http://{address}:{port + 1}/metrics");

    /// <summary>What <c>mkctl init</c> and <c>mkctl join</c> are told of this node.</summary>
    public string[] Options =>
    [
        "--node", name, "--address", Address, "--listen", Address, "--config", Configuration, "--pki-dir", Pki.Path,
        "--no-start",
    ];

    public void Start()
    {
        _core = Programs.Start(
            "microkerneld", Log, "--config", Configuration, "--data-dir", Path.Combine(directory, "data"),
            "--driver-dir", Path.Combine(directory, "drivers"), "--socket", Socket,
            "--metrics-listen", $"{address}:{port + 1}", "--raft-election", "1s");
    }

    public void Dispose()
    {
        if (_core is not { } core) return;
        _core = null;
        core.Kill();
        core.WaitForExit();
        core.Dispose();
    }
}
