using System.Diagnostics;

namespace Scheduler.Bench;

/// <summary>The best of a few runs, which is the one that was disturbed least.</summary>
/// <param name="Milliseconds">Time of the best run.</param>
/// <param name="Megabytes">Memory that one run allocated.</param>
internal readonly record struct Measurement(double Milliseconds, double Megabytes)
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(1);

    public static Measurement Of(Action run)
    {
        run();
        var best = double.MaxValue;
        var all = Stopwatch.StartNew();
        long allocated = 0;
        for (var i = 0; i < 20 && (i < 2 || all.Elapsed < Budget); i++)
        {
            GC.Collect();
            var before = GC.GetAllocatedBytesForCurrentThread();
            var watch = Stopwatch.StartNew();
            run();
            best = Math.Min(best, watch.Elapsed.TotalMilliseconds);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        return new Measurement(best, allocated / 1e6);
    }

    public override string ToString() => $"{Milliseconds:0.0} ms, {Megabytes:0} MB";
}
