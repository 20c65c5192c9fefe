using System.Diagnostics;
using System.Globalization;

namespace Microkernel.Consensus.Bench;

/// <summary>Three processes; the leader gets SIGKILL; how long until somebody's next proposal is committed.</summary>
internal static class Failover
{
    private const int Kills = 7;

    public static async Task RunAsync(string directory)
    {
        Console.WriteLine("| kill -9 of the leader to the next commit | kills | median ms | highest ms |");
        Console.WriteLine("| --- | --- | --- | --- |");
        foreach (var (name, tickMs) in ((string, int)[])[("default (50 ms x 10)", 50), ("fast (10 ms x 10)", 10)])
        {
            using var group = new ProcessGroup(Path.Combine(directory, $"failover-{tickMs}"), tickMs);
            var times = new List<double>();
            for (var kill = 0; kill < Kills; kill++)
            {
                times.Add(await group.KillLeaderAsync());
            }

            times.Sort();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {Kills} | {times[times.Count / 2]:F0} | {times[^1]:F0} |"));
        }

        Console.WriteLine();
    }

    private sealed class ProcessGroup : IDisposable
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
        private readonly Lock _lock = new();
        private readonly string _directory;
        private readonly int _tickMs;
        private readonly string _addresses = string.Join(
            ',', Enumerable.Range(0, 3).Select(_ => $"127.0.0.1:{BenchCluster.FreePort()}"));

        private readonly Dictionary<int, Process> _processes = [];
        private readonly Dictionary<int, long> _lastCommit = [];
        private int _leader;
        private (long Killed, TaskCompletionSource<long> Next)? _waiting;

        public ProcessGroup(string directory, int tickMs)
        {
            (_directory, _tickMs) = (directory, tickMs);
            for (var id = 1; id <= 3; id++)
            {
                Start(id);
            }
        }

        public async Task<double> KillLeaderAsync()
        {
            await SettleAsync();
            var next = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
            int leader;
            long killed;
            lock (_lock)
            {
                (leader, _leader) = (_leader, 0);
                killed = Stopwatch.GetTimestamp();
                _waiting = (killed, next);
                _processes[leader].Kill();
            }

            var committed = await next.Task.WaitAsync(Patience);
            await _processes[leader].WaitForExitAsync();
            Start(leader);
            return Stopwatch.GetElapsedTime(killed, committed).TotalMilliseconds;
        }

        public void Dispose()
        {
            foreach (var process in _processes.Values)
            {
                process.Kill();
                process.WaitForExit();
                process.Dispose();
            }
        }

        /// <summary>Waits until there is a leader and all members commit.</summary>
        private async Task SettleAsync()
        {
            var since = Stopwatch.GetTimestamp();
            while (true)
            {
                await Task.Delay(200);
                lock (_lock)
                {
                    if (_leader != 0 && _lastCommit.Count == 3 && _lastCommit.Values.All(
                        at => at > since && Stopwatch.GetElapsedTime(at) < TimeSpan.FromSeconds(1)))
                    {
                        return;
                    }
                }

                if (Stopwatch.GetElapsedTime(since) > Patience)
                {
                    throw new TimeoutException("The members did not come together.");
                }
            }
        }

        private void Start(int id)
        {
            var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
            foreach (var argument in (string[])
                ["member", Path.Combine(_directory, $"node{id}"), $"{id}", $"{_tickMs}", _addresses])
            {
                start.ArgumentList.Add(argument);
            }

            var process = new Process { StartInfo = start };
            process.OutputDataReceived += (_, line) => Take(id, line.Data ?? "");
            lock (_lock)
            {
                _lastCommit.Remove(id);
                _processes[id] = process;
            }

            process.Start();
            process.BeginOutputReadLine();
        }

        private void Take(int id, string line)
        {
            var words = line.Split(' ');
            lock (_lock)
            {
                switch (words)
                {
                    case ["leads"]:
                        _leader = id;
                        break;
                    case ["follows"] when _leader == id:
                        _leader = 0;
                        break;
                    case ["committed", var from, var to]:
                        Take(id, long.Parse(from, CultureInfo.InvariantCulture), long.Parse(to, CultureInfo.InvariantCulture));
                        break;
                }
            }
        }

        private void Take(int id, long from, long to)
        {
            _lastCommit[id] = to;
            // What was committed before the kill may still be reported after it.
            if (_waiting is { } waiting && to > waiting.Killed
                && (from >= waiting.Killed || Stopwatch.GetElapsedTime(from, to) > TimeSpan.FromMilliseconds(30)))
            {
                waiting.Next.TrySetResult(to);
                _waiting = null;
            }
        }
    }
}
