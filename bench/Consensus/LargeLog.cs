using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;

namespace Microkernel.Consensus.Bench;

/// <summary>What a large log costs: a start that reads it, and a member that lacks it.</summary>
internal static class LargeLog
{
    private const int CommandBytes = 4096;
    private const int InFlight = 512;

    /// <summary>Times the start of a process with a large log behind no snapshot.</summary>
    public static async Task RestartAsync(string directory, int megabytes)
    {
        var at = Path.Combine(directory, "restart");
        await using (var cluster = new BenchCluster(at, 1, overGrpc: false))
        {
            await cluster.StartAsync();
            await FillAsync(await cluster.LeaderAsync(), megabytes, _ => { });
        }

        Console.WriteLine($"| restart with a log of {megabytes} MB | until it has applied all, s | peak memory, MB |");
        Console.WriteLine("| --- | --- | --- |");
        var start = new ProcessStartInfo(Environment.ProcessPath!);
        start.ArgumentList.Add("reopen");
        start.ArgumentList.Add(Path.Combine(at, "node1"));
        using (var process = Process.Start(start)!)
        {
            await process.WaitForExitAsync();
        }

        Console.WriteLine();
        Directory.Delete(at, recursive: true);
    }

    public static async Task ReopenAsync(string directory)
    {
        var started = Stopwatch.GetTimestamp();
        var options = BenchCluster.Options(directory, 1, [new RaftPeer(1, "node1", [])]);
        await using var member = await RaftMember.StartAsync(
            options, new BenchMachine(), new MemoryTransport(new()), TimeProvider.System, NullLoggerFactory.Instance,
            CancellationToken.None);
        var opened = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await member.ReadIndexAsync(CancellationToken.None);
        var applied = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"| read after {opened:F1} s | {applied:F1} | {PeakMegabytes()} |"));
    }

    /// <summary>Writes while one of three is off, and times how it catches up from the leader's segments.</summary>
    public static async Task LagAsync(string directory, int megabytes)
    {
        var at = Path.Combine(directory, "lag");
        await using (var cluster = new BenchCluster(at, 3, overGrpc: true))
        {
            await cluster.StartAsync();
            var leader = await cluster.LeaderAsync();
            var behind = (leader.Status.Id % 3) + 1;
            await cluster.StopAsync(behind);
            var inMemory = 0L;
            var filled = Stopwatch.GetTimestamp();
            await FillAsync(leader, megabytes, _ => inMemory = Math.Max(inMemory, leader.Status.LogMemoryBytes));
            var filling = Stopwatch.GetElapsedTime(filled).TotalSeconds;
            leader = await cluster.LeaderAsync();
            var target = leader.Status.CommitIndex;
            var started = Stopwatch.GetTimestamp();
            await cluster.StartAsync(behind);
            var caughtUpInMemory = 0L;
            while (cluster[behind].Status.AppliedIndex < target)
            {
                caughtUpInMemory = Math.Max(caughtUpInMemory, leader.Status.LogMemoryBytes);
                await Task.Delay(20);
            }

            Console.WriteLine(
                $"| a member {megabytes} MB behind | written at, MB/s | leader's log in memory at most, MB: while it is off "
                + "| while it catches up | caught up after, s | MB/s |");
            Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
            var catching = Stopwatch.GetElapsedTime(started).TotalSeconds;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| from the leader's segments | {megabytes / filling:F0} | {inMemory / 1048576.0:F1} "
                + $"| {caughtUpInMemory / 1048576.0:F1} | {catching:F1} | {megabytes / catching:F0} |"));
        }

        Console.WriteLine();
        Directory.Delete(at, recursive: true);
    }

    private static async Task FillAsync(RaftMember leader, int megabytes, Action<int> onRound)
    {
        var command = new byte[CommandBytes];
        var rounds = (int)Math.Max(1, (long)megabytes * 1024 * 1024 / CommandBytes / InFlight);
        for (var round = 0; round < rounds; round++)
        {
            await Task.WhenAll(
                Enumerable.Range(0, InFlight).Select(_ => leader.ProposeAsync(command, CancellationToken.None)));
            onRound(round);
        }
    }

    private static string PeakMegabytes()
    {
        var line = File.ReadLines("/proc/self/status").First(one => one.StartsWith("VmHWM", StringComparison.Ordinal));
        return $"{long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024}";
    }
}
