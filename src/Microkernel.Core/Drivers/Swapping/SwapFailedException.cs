namespace Microkernel.Core.Drivers.Swapping;

/// <summary>A step of a swap failed; the message says what was found and expected.</summary>
internal sealed class SwapFailedException(string message) : Exception(message);
