namespace Microkernel.Core.Drivers.Swapping;

/// <summary>When drivers are swapped without being asked.</summary>
/// <param name="IsAutomatic">Whether an instance of a higher version takes over as soon as it is attached.</param>
internal sealed record SwapPolicy(bool IsAutomatic);
