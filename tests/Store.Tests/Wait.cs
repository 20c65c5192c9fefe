namespace Microkernel.Store.Tests;

/// <summary>Waits for conditions.</summary>
internal static class Wait
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    public static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (!await condition())
        {
            Assert.False(deadline.IsCancellationRequested, $"Waited {Deadline.TotalSeconds} s for {what}.");
            await Task.Delay(10);
        }
    }
}
