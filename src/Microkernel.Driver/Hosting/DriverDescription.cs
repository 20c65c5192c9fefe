using Microkernel.Driver.V1;

namespace Microkernel.Driver;

/// <summary>Who a driver is and what it can do.</summary>
/// <param name="Name">As "ocf": lower case letters, digits and dashes.</param>
/// <param name="Version">Of the driver's software.</param>
/// <param name="InstanceId">Random, new at each start of the process.</param>
/// <param name="Capabilities">What it can be used for.</param>
internal sealed record DriverDescription(
    string Name, string Version, string InstanceId, IReadOnlyList<Capability> Capabilities);
