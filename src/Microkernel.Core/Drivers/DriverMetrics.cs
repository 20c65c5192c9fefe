using System.Diagnostics.Metrics;
using Microkernel.Driver.V1;
using DriverState = Microkernel.V1.DriverState;

namespace Microkernel.Core.Drivers;

/// <summary>What this core measures of its drivers.</summary>
internal sealed class DriverMetrics : IDisposable
{
    private readonly Meter _meter = new("Microkernel.Core.Drivers");
    private readonly Histogram<double> _operations;
    private readonly Counter<long> _operationOutcomes;
    private readonly Counter<long> _swaps;
    private readonly Histogram<double> _swapDuration;
    private readonly Counter<long> _restarts;

    public DriverMetrics(DriverHost host)
    {
        _operations = _meter.CreateHistogram<double>("microkernel_driver_operation_duration_seconds", "s",
            "How long operations took, as the core waited for them, by driver, agent and action.");
        _operationOutcomes = _meter.CreateCounter<long>("microkernel_driver_operations_total",
            description: "Operations that ended, by driver, agent, action and outcome.");
        _swaps = _meter.CreateCounter<long>("microkernel_driver_swaps_total",
            description: "Replacements of a driver's acting instance, by driver and result: swapped or rolled_back.");
        _swapDuration = _meter.CreateHistogram<double>("microkernel_driver_swap_duration_seconds", "s",
            "How long a swap took from start to end.");
        _restarts = _meter.CreateCounter<long>("microkernel_driver_restarts_total",
            description: "Starts of a driver that this core watches over, after one that ended.");
        _meter.CreateObservableGauge("microkernel_driver_health", () => Healths(host),
            description: "How well a driver's acting instance can work: 2 healthy, 1 degraded, 0 not at all or not "
                + "there.");
        _meter.CreateObservableGauge("microkernel_driver_queue_waiting", () => Names(host).Select(name =>
                new Measurement<int>(host.QueueOf(name).Waiting, Tag("driver", name))),
            description: "Operations that wait while a driver is replaced.");
        _meter.CreateObservableGauge("microkernel_driver_generation", () => Names(host).Select(name =>
                new Measurement<long>((long)(host.Active(name)?.Generation ?? 0), Tag("driver", name))),
            description: "Generation of the activation that is in force.");
    }

    /// <summary>An operation of a resource or a fence device has ended.</summary>
    public void OperationEnded(string driver, string agent, string action, string outcome, TimeSpan took)
    {
        _operations.Record(took.TotalSeconds, Tag("driver", driver), Tag("agent", agent), Tag("action", action));
        _operationOutcomes.Add(
            1, Tag("driver", driver), Tag("agent", agent), Tag("action", action), Tag("outcome", outcome));
    }

    /// <summary>A swap has ended.</summary>
    public void SwapEnded(string driver, bool swapped, TimeSpan took)
    {
        _swaps.Add(1, Tag("driver", driver), Tag("result", swapped ? "swapped" : "rolled_back"));
        _swapDuration.Record(took.TotalSeconds, Tag("driver", driver));
    }

    /// <summary>A driver that had ended was started again.</summary>
    public void Restarted(string driver) => _restarts.Add(1, Tag("driver", driver));

    public void Dispose() => _meter.Dispose();

    private static IEnumerable<Measurement<int>> Healths(DriverHost host) => Names(host).Select(name =>
        new Measurement<int>(host.Active(name)?.Known.Health.State switch
        {
            Health.Types.State.Healthy => 2,
            Health.Types.State.Degraded => 1,
            _ => 0,
        }, Tag("driver", name)));

    private static IEnumerable<string> Names(DriverHost host) =>
        host.Drivers.Where(driver => driver.State != DriverState.Refused).Select(driver => driver.Name).Distinct();

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
