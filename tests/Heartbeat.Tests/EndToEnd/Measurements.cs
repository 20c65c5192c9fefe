using System.Diagnostics;
using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Microkernel.Driver.V1;

namespace Microkernel.Drivers.Heartbeat.Tests.EndToEnd;

/// <summary>
/// Figures for docs/benchmarks.md; run by hand on a quiet machine, as they take minutes: bench/heartbeat/run
/// </summary>
public sealed class Measurements(ITestOutputHelper output)
{
    private readonly MeasurementReport _report = new(output);

    private const uint Port = 45_405;

    [Fact(Explicit = true)]
    public Task Peers_KilledAtDefaultSetting_TimeToSilent() => MeasureSilenceAsync(100, 450);

    [Fact(Explicit = true)]
    public Task Peers_KilledAtFastSetting_TimeToSilent() => MeasureSilenceAsync(25, 100);

    /// <summary>All nodes share a host of their own: its loopback counts their bytes and nobody else's.</summary>
    [Theory(Explicit = true)]
    [InlineData(2, 2, 100, 450)]
    [InlineData(2, 2, 25, 100)]
    [InlineData(16, 2, 100, 450)]
    [InlineData(64, 1, 100, 450)]
    public async Task Nodes_AtRest_CpuMemoryBytes(int nodes, int rings, int intervalMs, int timeoutMs)
    {
        await using var hosts = await TwoHosts.CreateAsync();
        var drivers = new List<DriverProcess>();
        for (var node = 0; node < nodes; node++)
            drivers.Add(await StartAsync(node, nodes, rings, intervalMs, timeoutMs, hosts[1]));
        foreach (var peer in Enumerable.Range(1, nodes - 1))
            await drivers[0].UntilAsync($"n{peer}", change => change.State == PeerState.Heard, "heard");
        await PauseAsync(TimeSpan.FromSeconds(10));
        var before = (Wait.Now, Cpu: CpuOf(drivers), Bytes: await LoopbackBytesAsync(hosts[1]));
        await PauseAsync(TimeSpan.FromSeconds(30));
        var after = (Wait.Now, Cpu: CpuOf(drivers), Bytes: await LoopbackBytesAsync(hosts[1]));
        var time = after.Now - before.Now;
        using var process = Process.GetProcessById(drivers[0].Id);
        _report.Row(
            $"{nodes} nodes, {rings} rings, a beat every {intervalMs} ms",
            $"{(after.Cpu - before.Cpu) / time / nodes:P2} of a core, "
            + $"{(after.Bytes - before.Bytes) / time.TotalSeconds / nodes / 1000:F1} kB/s sent, "
            + $"{process.WorkingSet64 / 1e6:F0} MB resident; {Loss(drivers[0])}");
        foreach (var driver in drivers)
            await driver.DisposeAsync();
    }

    /// <summary>Both cores busy with other work for a minute, or for MICROKERNEL_LOAD_MINUTES.</summary>
    [Theory(Explicit = true)]
    [InlineData(100, 450)]
    [InlineData(25, 100)]
    public async Task Cores_Saturated_NobodySilent(int intervalMs, int timeoutMs)
    {
        var minutes = double.Parse(
            Environment.GetEnvironmentVariable("MICROKERNEL_LOAD_MINUTES") ?? "1", CultureInfo.InvariantCulture);
        var drivers = new List<DriverProcess>();
        for (var node = 0; node < 3; node++)
            drivers.Add(await StartAsync(node, 3, 2, intervalMs, timeoutMs));
        await drivers[0].UntilAsync("n1", change => change.State == PeerState.Heard, "heard");
        await PauseAsync(TimeSpan.FromSeconds(12));
        var load = Enumerable.Range(0, Environment.ProcessorCount * 4)
            .Select(_ => Process.Start("sh", ["-c", "while :; do :; done"]))
            .ToList();
        await PauseAsync(TimeSpan.FromMinutes(minutes));
        foreach (var process in load)
        {
            process.Kill();
            process.Dispose();
        }
        var changes = drivers.SelectMany(driver => driver.Changes);
        var silent = changes.Count(change => change.Peer.State == PeerState.Silent);
        _report.Row(
            $"{load.Count} busy loops on {Environment.ProcessorCount} cores for {minutes} min, 3 nodes, bound "
            + $"{timeoutMs} ms",
            $"{silent} false alarms; {Loss(drivers[0])}; worst late wake-up "
            + $"{drivers[0].Peer("n1")!.Lateness.ToTimeSpan().TotalMilliseconds:F0} ms");
        foreach (var driver in drivers)
            await driver.DisposeAsync();
        Assert.Equal(0, silent);
    }

    private async Task MeasureSilenceAsync(int intervalMs, int timeoutMs)
    {
        const int peers = 10;
        const int rounds = 10;
        var times = new List<double>();
        await using var observer = await StartAsync(0, peers + 1, 1, intervalMs, timeoutMs);
        for (var round = 0; round < rounds; round++)
        {
            var drivers = new List<DriverProcess>();
            for (var peer = 1; peer <= peers; peer++)
                drivers.Add(await StartAsync(peer, peers + 1, 1, intervalMs, timeoutMs));
            for (var peer = 1; peer <= peers; peer++)
                await observer.UntilAsync($"n{peer}", change => change.State == PeerState.Heard, "heard");
            // Long enough for the bound to adapt to calm arrivals.
            await PauseAsync(TimeSpan.FromSeconds(12));
            for (var peer = 1; peer <= peers; peer++)
            {
                await PauseAsync(TimeSpan.FromMilliseconds(Random.Shared.Next(20, 150)));
                var killed = Wait.Now;
                drivers[peer - 1].Kill();
                var node = $"n{peer}";
                await observer.UntilAsync(node, change => change.State == PeerState.Silent, "silent");
                var change = observer.Changes.First(
                    told => told.Time > killed && told.Peer.Node == node && told.Peer.State == PeerState.Silent);
                times.Add((change.Time - killed).TotalMilliseconds);
            }
            foreach (var driver in drivers)
                await driver.DisposeAsync();
        }
        times.Sort();
        _report.Row(
            $"silence to lost, a beat every {intervalMs} ms, bound {timeoutMs} ms, {times.Count} kills",
            $"median {times[times.Count / 2]:F0} ms, p99 {times[(int)(times.Count * 0.99)]:F0} ms, "
            + $"worst {times[^1]:F0} ms");
    }

    private static string Loss(DriverProcess driver)
    {
        var ring = driver.Peer("n1")!.Rings[0];
        return $"n1: loss {ring.LossRatio:P1}, round trip {ring.RoundTrip.ToTimeSpan().TotalMicroseconds:F0} us, "
            + $"jitter {ring.Jitter.ToTimeSpan().TotalMicroseconds:F0} us";
    }

    private static TimeSpan CpuOf(IEnumerable<DriverProcess> drivers)
    {
        var sum = TimeSpan.Zero;
        foreach (var driver in drivers)
        {
            using var process = Process.GetProcessById(driver.Id);
            sum += process.TotalProcessorTime;
        }
        return sum;
    }

    // Of /proc/net/dev: the ninth number is bytes sent, headers of IP and UDP among them.
    private static async Task<double> LoopbackBytesAsync(string host)
    {
        var (_, text) = await Command.TryAsync("ip", "netns", "exec", host, "cat", "/proc/net/dev");
        var line = text.Split('\n').Single(line => line.TrimStart().StartsWith("lo:", StringComparison.Ordinal));
        var numbers = line.Split(':')[1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return double.Parse(numbers[8], CultureInfo.InvariantCulture);
    }

    private static async Task<DriverProcess> StartAsync(
        int node, int nodes, int rings, int intervalMs, int timeoutMs, string? host = null)
    {
        var driver = await DriverProcess.StartAsync($"n{node}", host);
        var configuration = DriverProcess.Configuration($"n{node}", [.. Enumerable.Range(0, rings).Select(ring =>
            new RingConfiguration
            {
                Name = $"hb{ring}",
                Port = Port + (uint)ring,
                LocalAddress = $"127.0.1.{node + 1}",
                Members =
                {
                    Enumerable.Range(0, nodes).Where(peer => peer != node).Select(
                        peer => new RingMember { Node = $"n{peer}", Address = $"127.0.1.{peer + 1}" }),
                },
            })]);
        configuration.Interval = TimeSpan.FromMilliseconds(intervalMs).ToDuration();
        configuration.Timeout = TimeSpan.FromMilliseconds(timeoutMs).ToDuration();
        Assert.Empty((await driver.ConfigureAsync(configuration)).Problems);
        return driver;
    }

    private static Task PauseAsync(TimeSpan time) => Task.Delay(time, TestContext.Current.CancellationToken);
}
