using System.Collections.Concurrent;
using Grpc.Core;
using Microkernel.Core.Drivers.Supervision;
using Microkernel.Driver;
using Microkernel.V1;
using DriverState = Microkernel.V1.DriverState;

namespace Microkernel.Core.Drivers.Swapping;

/// <summary>
/// Swaps drivers, when an operator asks and by itself when a newer version is attached; one swap of a driver at a time.
/// </summary>
internal sealed partial class DriverSwapper : IDisposable
{
    private readonly DriverHost _host;
    private readonly DriverLauncher _launcher;
    private readonly IResourceInventory _inventory;
    private readonly IHeartbeatHandover _heartbeat;
    private readonly SwapPolicy _policy;
    private readonly DriverMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<DriverSwapper> _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, byte> _rejected = new();

    public DriverSwapper(
        DriverHost host, DriverLauncher launcher, IResourceInventory inventory, IHeartbeatHandover heartbeat,
        SwapPolicy policy, DriverMetrics metrics, TimeProvider time, ILogger<DriverSwapper> logger)
    {
        (_host, _launcher, _inventory, _heartbeat, _policy, _metrics, _time, _logger) =
            (host, launcher, inventory, heartbeat, policy, metrics, time, logger);
        _host.ObserverGreeted += OnObserver;
    }

    /// <summary>A swap has ended: the driver, its old and new version, and how it ended.</summary>
    public event Action<string, string, string, SwapResult>? Ended;

    /// <summary>How long the steps may take.</summary>
    public SwapOptions Options { get; init; } = new();

    /// <summary>Swaps a driver; what comes of it is in the result.</summary>
    /// <param name="name">The driver.</param>
    /// <param name="target">What shall act instead.</param>
    /// <param name="manifest">How its program is started; null: as the running one was.</param>
    /// <param name="onlyNewer">Whether to keep the old one unless the new one's version is higher.</param>
    /// <param name="drainTimeout">How long the old one may take to finish; null for the default.</param>
    /// <param name="ct">Calls it off; the old instance then stays.</param>
    /// <exception cref="RpcException">FAILED_PRECONDITION: no instance acts, or a swap is under way; nothing was begun.
    /// NOT_FOUND: no such instance.</exception>
    public async Task<SwapResult> SwapAsync(
        string name, SwapTarget target, DriverManifest? manifest, bool onlyNewer, TimeSpan? drainTimeout,
        CancellationToken ct)
    {
        if (!_host.TryBeginSwap(name))
            throw Refuse(StatusCode.FailedPrecondition, $"a swap of driver {name} is under way: wait for its end");
        try
        {
            var old = _host.Active(name)
                ?? throw Refuse(StatusCode.FailedPrecondition,
                    $"no instance of driver {name} acts: there is nothing to swap");
            var options = Options with { DrainTimeout = drainTimeout ?? Options.DrainTimeout };
            var began = _time.GetTimestamp();
            var (result, to) = target.Program is { } program
                ? await StartAndSwapAsync(old, program, manifest, onlyNewer, options, ct)
                : await SwapToAttachedAsync(old, target.Instance!, options, ct);
            _metrics.SwapEnded(name, result.Swapped, _time.GetElapsedTime(began));
            Ended?.Invoke(name, old.Handshake!.Version, to, result);
            return result;
        }
        finally
        {
            await _host.EndSwapAsync(name);
        }
    }

    public void Dispose()
    {
        _host.ObserverGreeted -= OnObserver;
        _stop.Cancel();
        _stop.Dispose();
    }

    private async Task<(SwapResult, string)> SwapToAttachedAsync(
        DriverConnection old, string instance, SwapOptions options, CancellationToken ct)
    {
        var successor = _host.Drivers.FirstOrDefault(
                driver => driver.Name == old.Name && driver.InstanceName == instance && driver != old)
            ?? throw Refuse(StatusCode.NotFound, $"driver {old.Name} has no other instance '{instance}'");
        // Whoever runs the old one ends it; until then it stands by.
        return (await RunAsync(old, successor, options, ct), successor.Handshake?.Version ?? "");
    }

    private async Task<(SwapResult, string)> StartAndSwapAsync(
        DriverConnection old, DriverProgram program, DriverManifest? manifest, bool onlyNewer, SwapOptions options,
        CancellationToken ct)
    {
        DriverProcess process;
        Task<int> exited;
        try
        {
            (process, exited) = _launcher.Start(old.Name, program, manifest?.Arguments ?? ArgumentsOf(old), manifest);
        }
        catch (ToolStartException e)
        {
            return (new SwapResult(false, e.Message, []), "");
        }
        var result = new SwapResult(false, "it was called off", []);
        var version = "";
        try
        {
            var successor = await WaitUntilGreetedAsync(process, exited, options, ct);
            version = successor.Handshake!.Version;
            result = onlyNewer && !SemanticVersion.IsNewer(version, old.Handshake!.Version)
                ? new SwapResult(false,
                    $"{program.Path} is version {version}, which is not newer than {old.Handshake!.Version}", [])
                : await RunAsync(old, successor, options, ct);
        }
        catch (SwapFailedException e)
        {
            result = new SwapResult(false, e.Message, []);
        }
        finally
        {
            if (!result.Swapped) ProcessTable.Terminate(process.ProcessId, process.Started);
        }
        if (result.Swapped) End(old);
        return (result, version);
    }

    private async Task<SwapResult> RunAsync(
        DriverConnection old, DriverConnection successor, SwapOptions options, CancellationToken ct)
    {
        // The core's own end calls it off as well: the old instance stays.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, _stop.Token);
        return await new DriverSwap(_host, _inventory, _heartbeat, options, _time, _logger)
            .RunAsync(old, successor, either.Token);
    }

    private async Task<DriverConnection> WaitUntilGreetedAsync(
        DriverProcess process, Task<int> exited, SwapOptions options, CancellationToken ct)
    {
        var changed = new Signal();
        _host.Changed += changed.Set;
        try
        {
            var began = _time.GetTimestamp();
            while (_time.GetElapsedTime(began) is var waited && waited < options.StartTimeout)
            {
                var found = _host.Drivers.FirstOrDefault(
                    driver => driver.Name == process.Name && driver.InstanceName == process.Instance);
                if (found?.State == DriverState.Observer) return found;
                if (found?.State == DriverState.Refused) throw new SwapFailedException($"it was refused: "
                    + $"{found.Reason}");
                if (exited.IsCompleted)
                    throw new SwapFailedException(
                        $"{process.Program.Path} ended with code {await exited}; its output is in the core's log");
                var nextLook = TimeSpan.FromMilliseconds(100);
                await changed.WaitAsync(nextLook, _time, ct);
            }
            throw new SwapFailedException(
                $"{process.Program.Path} was not attached within {options.StartTimeout.TotalSeconds} s of its start");
        }
        finally
        {
            _host.Changed -= changed.Set;
        }
    }

    /// <summary>The options that the running instance was started with, without those that are its own.</summary>
    private static List<string> ArgumentsOf(DriverConnection driver)
    {
        var own = new List<string>();
        var all = ProcessTable.ArgumentsOf((int)driver.Handshake!.Pid) ?? [];
        for (var i = 0; i < all.Count; i++)
        {
            if (all[i] is "--instance" or "--driver-dir") i++;
            else if (!all[i].StartsWith("--instance=", StringComparison.Ordinal) &&
                !all[i].StartsWith("--driver-dir=", StringComparison.Ordinal)) own.Add(all[i]);
        }
        return own;
    }

    /// <summary>Asks the process of an instance that acts no more to end; the kernel says which one serves its
    /// socket.</summary>
    private void End(DriverConnection old)
    {
        if (old.ServedBy is not { } processId || ProcessTable.StartOf(processId) is not { } started) return;
        LogEnds(_logger, old.Name, old.InstanceName, processId);
        ProcessTable.Terminate(processId, started);
    }

    private void OnObserver(DriverConnection observer)
    {
        if (!_policy.IsAutomatic || _host.Active(observer.Name) is not { } acting ||
            !SemanticVersion.IsNewer(observer.Handshake!.Version, acting.Handshake!.Version) ||
            _rejected.ContainsKey(observer.Handshake.InstanceId))
            return;
        _ = SwapByItselfAsync(observer);
    }

    private async Task SwapByItselfAsync(DriverConnection observer)
    {
        try
        {
            var result = await SwapAsync(
                observer.Name, new SwapTarget(observer.InstanceName, null), null, onlyNewer: true, null, _stop.Token);
            // Not tried again by itself: what it lacks it will lack the next time. An operator still can.
            if (!result.Swapped) _rejected.TryAdd(observer.Handshake!.InstanceId, 0);
        }
        catch (RpcException e)
        {
            // Most often the swap that started this very instance is under way.
            LogNotByItself(_logger, observer.Name, observer.InstanceName, e.Status.Detail);
        }
    }

    private static RpcException Refuse(StatusCode code, string message) => new(new Status(code, message));

    [LoggerMessage(1024, LogLevel.Debug, "Driver {Name}: no swap to instance {Instance} by itself: {Reason}",
        EventName = "NoSwapByItself")]
    private static partial void LogNotByItself(ILogger logger, string name, string instance, string reason);

    [LoggerMessage(1025, LogLevel.Information, "Driver {Name}: instance {Instance} (pid {Pid}) may end",
        EventName = "OldInstanceEnds")]
    private static partial void LogEnds(ILogger logger, string name, string instance, int pid);
}
