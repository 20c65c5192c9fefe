namespace Microkernel.Core.Drivers.Supervision;

/// <summary>A driver manifest cannot be used; the message names file, line, field and what was expected.</summary>
internal sealed class DriverManifestException(string message) : Exception(message);
