using Grpc.Core;
using Microkernel.Driver.V1;

namespace Microkernel.Core.Drivers.Swapping;

/// <summary>
/// Replaces the active instance of a driver by another one that is attached and observes. No resource is stopped; on
/// any
/// failure the old instance acts as before.
/// </summary>
/// <remarks>
/// What runs resources holds new operations back until the old instance has finished; a fence device must never wait so
/// long, so a fencing driver's new instance acts at once and the old one finishes its shots beside it. The queue keeps
/// one device from being used by both.
/// </remarks>
internal sealed partial class DriverSwap(
    DriverHost host, IResourceInventory inventory, IHeartbeatHandover heartbeat, SwapOptions options, TimeProvider time,
    ILogger logger)
{
    private readonly List<SwapStep> _steps = [];
    private DriverConnection _old = null!;
    private DriverConnection _new = null!;
    private bool _drained;
    private bool _activated;
    private bool _handingOver;

    /// <summary>Runs the swap to its end. Cancelling it early counts as a failure: the old instance stays.</summary>
    public async Task<SwapResult> RunAsync(DriverConnection old, DriverConnection successor, CancellationToken ct)
    {
        (_old, _new) = (old, successor);
        var queue = host.QueueOf(old.Name);
        try
        {
            var resources = inventory.ActiveBy(old.Handshake!.AgentClasses);
            await StepAsync("handshake", () =>
                SuccessorCheck.CheckAsync(old, successor, resources, options.CallTimeout, ct));
            var doubtful = resources;
            await StepAsync("adopt", async () =>
            {
                var differences = await ResourceComparison.CompareAsync(
                    old, successor, resources, options.LookTimeout, ct);
                // What is being started or stopped just now is looked at again when nothing is under way.
                doubtful = [.. differences.Select(difference => difference.Resource)];
                return $"{resources.Count} resources looked at by both, {doubtful.Count} to be looked at again";
            });
            queue.Hold();
            if (old.Has(Capability.Resources)) await FinishAndCompareAsync(queue, doubtful, ct);
            await StepAsync("activate", () => ActivateAsync(ct));
            if (old.Has(Capability.Heartbeat))
            {
                _handingOver = true;
                await StepAsync("rings", () => heartbeat.HandOverAsync(old, successor, ct));
            }
        }
        catch (Exception e) when (e is SwapFailedException or RpcException or IOException or OperationCanceledException)
        {
            var reason = Reason(e);
            await GoBackAsync();
            queue.Release();
            LogRolledBack(logger, old.Name, successor.InstanceName, reason);
            return new SwapResult(false, reason, _steps);
        }
        queue.Release();
        await LetGoAsync();
        LogSwapped(logger, old.Name, old.InstanceName, successor.InstanceName);
        return new SwapResult(true, "", _steps);
    }

    private async Task FinishAndCompareAsync(
        DriverQueue queue, IReadOnlyList<AdoptedResource> doubtful, CancellationToken ct)
    {
        await StepAsync("drain", async () =>
        {
            var underWay = queue.UnderWay;
            await FinishAsync(queue, ct);
            return $"{underWay} operations finished, new ones wait";
        });
        if (doubtful.Count == 0) return;
        await StepAsync("compare", async () =>
        {
            var differences = await ResourceComparison.CompareAsync(_old, _new, doubtful, options.LookTimeout, ct);
            if (differences.Count > 0)
                throw new SwapFailedException(
                    $"the two see {differences.Count} resources differently; the old one sees "
                        + $"{differences[0].Difference}");
            return $"{doubtful.Count} resources looked at by both again";
        });
    }

    /// <summary>Lets the old instance finish. Calls first: one that is on its way there must not find it
    /// draining.</summary>
    private async Task FinishAsync(DriverQueue queue, CancellationToken ct)
    {
        try
        {
            await queue.WaitIdleAsync(_old, ct).WaitAsync(options.DrainTimeout, time, ct);
        }
        catch (TimeoutException)
        {
            throw new SwapFailedException(
                $"the old instance still had operations under way after {options.DrainTimeout.TotalSeconds} s");
        }
        // Also when it fails it may have been told: it is taken back by an activation.
        _drained = true;
        await _old.Control.DrainAsync(
            new DrainRequest(), deadline: DateTime.UtcNow + options.DrainTimeout, cancellationToken: ct);
    }

    private async Task<string> ActivateAsync(CancellationToken ct)
    {
        _activated = true;
        await host.ActivateAsync(_new, Activation.Active, ct);
        var health = await _new.Control.GetHealthAsync(
            new GetHealthRequest(), deadline: DateTime.UtcNow + options.CallTimeout, cancellationToken: ct);
        if (health.Health?.State == Health.Types.State.Unhealthy)
            throw new SwapFailedException($"it is not healthy: {string.Join("; ", health.Health.Problems)}");
        return $"generation {_new.Generation}";
    }

    /// <summary>Fences the new instance off where it may have been activated, and has the old one act as
    /// before.</summary>
    private async Task GoBackAsync()
    {
        if (_activated) await TryAsync("fence the new instance off", () => ObserveAsync(_new));
        if (_activated || _drained)
            await TryAsync("activate the old instance again", () =>
                host.ActivateAsync(_old, Activation.Active, CancellationToken.None));
        if (_handingOver)
            await TryAsync("give the old instance its rings back", () =>
                heartbeat.TakeBackAsync(_old, CancellationToken.None));
    }

    /// <summary>The old instance acts no more; what it has under way goes on to its end.</summary>
    private async Task LetGoAsync()
    {
        await TryAsync("make the old instance an observer", () => StepAsync("let go", async () =>
        {
            // Before it observes: what waits for its turn there would be refused afterwards.
            if (!_drained) await FinishAsync(host.QueueOf(_old.Name), CancellationToken.None);
            await ObserveAsync(_old);
            return "the old instance has finished and only observes";
        }));
    }

    private Task ObserveAsync(DriverConnection driver) =>
        host.ActivateAsync(driver, Activation.Observer, CancellationToken.None);

    private async Task StepAsync(string name, Func<Task<string>> step)
    {
        var began = time.GetTimestamp();
        var detail = await step();
        _steps.Add(new SwapStep(name, detail, time.GetElapsedTime(began)));
        LogStep(logger, _old.Name, name, detail);
    }

    private async Task TryAsync(string what, Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Exception e) when (e is RpcException or IOException or SwapFailedException)
        {
            LogTrouble(logger, _old.Name, what, Reason(e));
        }
    }

    private static string Reason(Exception e) => e switch
    {
        RpcException rpc => rpc.Status.Detail,
        OperationCanceledException => "it was called off",
        _ => e.Message,
    };
}
