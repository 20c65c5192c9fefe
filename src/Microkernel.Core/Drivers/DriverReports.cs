using Google.Protobuf.WellKnownTypes;
using Microkernel.Core.Membership;
using Microkernel.Node.V1;

namespace Microkernel.Core.Drivers;

/// <summary>This node's drivers, for its report.</summary>
internal sealed class DriverReports(DriverHost drivers) : IReportSource
{
    public event Action? Changed
    {
        add => drivers.Changed += value;
        remove => drivers.Changed -= value;
    }

    public void AddTo(NodeReport report)
    {
        foreach (var driver in drivers.Drivers)
        {
            var handshake = driver.Handshake;
            report.Drivers.Add(new DriverReport
            {
                Name = driver.Name,
                Version = handshake?.Version ?? "",
                InstanceId = handshake?.InstanceId ?? "",
                State = (int)driver.State,
                Reason = driver.Reason,
                Since = driver.Since.ToTimestamp(),
                Pid = handshake?.Pid ?? 0,
                Generation = driver.Generation,
                AgentClasses = { driver.State == Microkernel.V1.DriverState.Active ? handshake!.AgentClasses : [] },
                Capabilities = { handshake?.Capabilities.Select(capability => (int)capability) ?? [] },
            });
        }
    }
}
