using System.Diagnostics.Metrics;

namespace Microkernel.Driver;

/// <summary>What every driver measures of itself.</summary>
internal sealed class HostMetrics : IDisposable
{
    private readonly Meter _meter = new("Microkernel.Driver");

    public HostMetrics(OperationGate gate)
    {
        _meter.CreateObservableGauge("microkernel_driver_operations_under_way", () => gate.Count,
            description: "Operations that the driver has taken and not ended, waiting ones included.");
        _meter.CreateObservableGauge("microkernel_driver_resident_memory_bytes", () => Environment.WorkingSet,
            description: "Resident memory of the driver's process.");
        _meter.CreateObservableCounter("microkernel_driver_processor_seconds_total",
            () => Environment.CpuUsage.TotalTime.TotalSeconds,
            description: "Processor time that the driver's process has used.");
    }

    public void Dispose() => _meter.Dispose();
}
