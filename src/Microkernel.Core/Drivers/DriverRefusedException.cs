namespace Microkernel.Core.Drivers;

/// <summary>The driver and this core cannot work together; dialling again soon will not help.</summary>
internal sealed class DriverRefusedException(string message) : Exception(message);
