using System.Diagnostics;
using Simulation.World;

namespace Simulation.Running;

/// <summary>Runs seeds in their order on several threads, each world in one, and tells how it goes.</summary>
internal sealed class ManySeeds(SimulationOptions like, long count, int threads, TextWriter output)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Lock _lock = new();
    private long _next;
    private long _done;
    private TimeSpan _told;
    private string? _failure;

    /// <summary>Runs until all are done or one fails; returns what the failure was.</summary>
    public string? Run(CancellationToken cancellationToken)
    {
        var workers = Enumerable.Range(0, threads)
            .Select(_ => new Thread(() => Work(cancellationToken)) { IsBackground = true }).ToList();
        workers.ForEach(worker => worker.Start());
        workers.ForEach(worker => worker.Join());
        Tell();
        return _failure;
    }

    private void Work(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested && Volatile.Read(ref _failure) is null)
        {
            var number = Interlocked.Increment(ref _next) - 1;
            if (number >= count)
            {
                return;
            }

            var failure = SeedRun.Run(like with { Seed = checked((int)(like.Seed + number)) });
            lock (_lock)
            {
                _done++;
                _failure ??= failure;
                if (_watch.Elapsed - _told > Period)
                {
                    _told = _watch.Elapsed;
                    Tell();
                }
            }
        }
    }

    private void Tell() => output.WriteLine(
        $"{_done} of {count} seeds, {_done / _watch.Elapsed.TotalSeconds:0.0} a second, {_watch.Elapsed:hh\\:mm\\:ss}");
}
