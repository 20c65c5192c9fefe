using Microkernel.Core.Drivers.Supervision;
using Microkernel.Core.Drivers.Swapping;
using Microkernel.Core.Events;

namespace Microkernel.Core.Drivers;

/// <summary>Records what happens to drivers as events of the cluster.</summary>
internal sealed class DriverEventReporter(
    DriverSwapper swapper, SupervisedDriverFactory supervised, EventRecorder events, NodeIdentity self) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        swapper.Ended += OnSwapEnded;
        supervised.Ended += OnDriverEnded;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        swapper.Ended -= OnSwapEnded;
        supervised.Ended -= OnDriverEnded;
        return Task.CompletedTask;
    }

    private void OnSwapEnded(string driver, string from, string to, SwapResult result) => events.Record(result.Swapped
        ? DriverEvents.Swapped(
            self.Node, driver, from, to, result.Steps.Aggregate(TimeSpan.Zero, (sum, step) => sum + step.Duration))
        : DriverEvents.SwapFailed(self.Node, driver, result.Reason));

    private void OnDriverEnded(string driver, string reason, TimeSpan wait) =>
        events.Record(DriverEvents.Ended(self.Node, driver, reason, wait));
}
