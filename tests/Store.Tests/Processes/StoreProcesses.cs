using System.Diagnostics;
using System.Globalization;
using Microkernel.Store.Tests.Cluster;

namespace Microkernel.Store.Tests.Processes;

/// <summary>Three members, each a process of its own with its log on disk, to be killed.</summary>
internal sealed class StoreProcesses : IAsyncDisposable
{
    private const int HeartbeatMs = 50;
    private const int ElectionMs = 500;

    private readonly string _directory = Directory.CreateTempSubdirectory("store-processes-").FullName;
    private readonly string[] _endpoints = [.. Enumerable.Range(0, 3).Select(_ => StoreCluster.FreeAddress())];
    private readonly Process?[] _processes = new Process?[3];

    public int Count => _endpoints.Length;

    public string Endpoints => string.Join(',', _endpoints);

    /// <summary>Starts a member unless it runs.</summary>
    public void Start(int member)
    {
        // The tests' build has built it: artifacts/bin/PROJECT/CONFIGURATION.
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
        string program = Path.Combine(here.Parent!.Parent!.FullName, "Store.Bench", here.Name, "Store.Bench");
        var info = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in new[]
        {
            "server", Text(member + 1), Path.Combine(_directory, Text(member)), Endpoints,
            Text(HeartbeatMs), Text(ElectionMs), "snapshots",
        })
            info.ArgumentList.Add(argument);
        var process = _processes[member] ??= Process.Start(info)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Kills a member, as kill -9 does.</summary>
    public async Task KillAsync(int member)
    {
        if (_processes[member] is not { } process)
            return;
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        _processes[member] = null;
    }

    public async ValueTask DisposeAsync()
    {
        for (int member = 0; member < Count; member++)
            await KillAsync(member);
        Directory.Delete(_directory, recursive: true);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
