namespace Microkernel.Core.Configuration;

/// <summary>A setting cannot be used; the message names it, its value, where it came from and what was expected.</summary>
public sealed class CoreOptionsException(string message) : Exception(message);
