namespace Microkernel.Core.Drivers.Swapping;

/// <summary>One step of a swap, done.</summary>
/// <param name="Name">As "handshake" or "drain".</param>
/// <param name="Detail">For people: what was found.</param>
/// <param name="Duration">How long it took.</param>
internal sealed record SwapStep(string Name, string Detail, TimeSpan Duration);
