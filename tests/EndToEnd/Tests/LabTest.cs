using System.Diagnostics;
using Microkernel.EndToEnd.Topology;

namespace Microkernel.EndToEnd.Tests;

/// <summary>Base of tests that need a lab: skips them with the reason where the machine gives none.</summary>
public abstract class LabTest
{
    /// <summary>Time for things that take well under a second on an idle machine.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Gets what cancels the running test.</summary>
    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Builds a lab, or skips the test.</summary>
    protected static async Task<Lab> StartLabAsync(LabTopology? topology = null)
    {
        var missing = await LabRequirements.MissingAsync();
        Assert.SkipWhen(missing is not null, missing ?? "");
        return await Lab.StartAsync(
            new LabOptions { Topology = topology ?? LabTopology.Demo }, Cancellation);
    }

    /// <summary>Waits until a condition holds.</summary>
    /// <exception cref="TimeoutException">It did not come to hold; the message tells what was expected.</exception>
    protected static async Task EventuallyAsync(Func<Task<bool>> holds, string expected)
    {
        for (var waited = Stopwatch.StartNew(); !await holds();)
        {
            if (waited.Elapsed > Patience)
            {
                throw new TimeoutException($"Expected within {Patience}: {expected}.");
            }

            await Task.Delay(5, Cancellation);
        }
    }
}
