using System.Diagnostics;

namespace Microkernel.Drivers.Heartbeat.Tests.EndToEnd;

/// <summary>Waits for what real time brings.</summary>
internal static class Wait
{
    // Far beyond what is expected: a slow machine is no failure.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(5);

    public static TimeSpan Now => Stopwatch.GetElapsedTime(0);

    /// <summary>Waits until the condition holds; fails with the reason when it never does.</summary>
    public static Task UntilAsync(Func<bool> condition, Func<string> reason) =>
        UntilAsync(() => Task.FromResult(condition()), reason);

    /// <summary>Waits until the condition holds; fails with the reason when it never does.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, Func<string> reason)
    {
        var end = Now + Deadline;
        while (!await condition())
        {
            if (Now > end)
                Assert.Fail($"After {Deadline}: {reason()}");
            await Task.Delay(Between, TestContext.Current.CancellationToken);
        }
    }
}
