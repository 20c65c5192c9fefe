using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Microkernel.Store.Tests.Contract;

/// <summary>A member of Debian's etcd (package etcd-server) with a directory of its own.</summary>
public sealed class RealEtcd : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("etcd-contract").FullName;
    private Process? _process;

    public string Endpoint { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Endpoint = $"127.0.0.1:{FreePort()}";
        string peer = $"http://127.0.0.1:{FreePort()}";
        var info = new ProcessStartInfo("etcd") { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (string argument in new[]
        {
            "--data-dir", _directory, "--listen-client-urls", "http://" + Endpoint,
            "--advertise-client-urls", "http://" + Endpoint, "--listen-peer-urls", peer,
            "--initial-advertise-peer-urls", peer, "--initial-cluster", "default=" + peer,
        })
            info.ArgumentList.Add(argument);
        _process = Process.Start(info)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await Wait.UntilAsync(
            async () => (await Etcdctl.Etcdctl.RunAsync(Endpoint, "", "endpoint", "health")).ExitCode == 0,
            "etcd to start");
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        Directory.Delete(_directory, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
