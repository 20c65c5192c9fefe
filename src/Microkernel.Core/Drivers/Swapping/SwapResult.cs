namespace Microkernel.Core.Drivers.Swapping;

/// <summary>How a swap ended.</summary>
/// <param name="Swapped">Whether the new instance acts; otherwise the old one does, as before.</param>
/// <param name="Reason">For people: why not; empty where it does.</param>
/// <param name="Steps">What was done, in order.</param>
internal sealed record SwapResult(bool Swapped, string Reason, IReadOnlyList<SwapStep> Steps);
