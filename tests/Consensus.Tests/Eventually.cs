using System.Diagnostics;

namespace Consensus.Tests;

/// <summary>Waits for conditions instead of for time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    public static async Task HoldsAsync(Func<bool> condition, Func<string> describe)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < Deadline, $"Not within {Deadline}: {describe()}");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }
}
