using System.Diagnostics;

namespace Microkernel.Consensus.Bench;

/// <summary>
/// One member in a process of its own, which proposes all the time and writes who leads and when each proposal was
/// made and committed, by the machine's monotonic clock.
/// </summary>
internal static class FailoverMember
{
    public static async Task RunAsync(string directory, ulong id, int tickMs, string[] addresses)
    {
        var peers = addresses.Select((address, i) => new RaftPeer((ulong)i + 1, $"node{i + 1}", [address]));
        var options = BenchCluster.Options(directory, id, peers);
        options.TickInterval = TimeSpan.FromMilliseconds(tickMs);
        var (member, _) = await BenchCluster.StartGrpcAsync(options, new BenchMachine());
        member.StatusChanged += status => Write(status.IsQuorateLeader ? "leads" : "follows");
        while (true)
        {
            var started = Stopwatch.GetTimestamp();
            try
            {
                await member.ProposeAsync(new byte[64], CancellationToken.None);
                Write($"committed {started} {Stopwatch.GetTimestamp()}");
            }
            catch (ProposalException)
            {
                Write("failed");
            }

            await Task.Delay(2);
        }
    }

    private static void Write(string line)
    {
        lock (Console.Out)
        {
            Console.Out.WriteLine(line);
            Console.Out.Flush();
        }
    }
}
