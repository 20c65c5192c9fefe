namespace Microkernel.Conformance;

/// <summary>The driver does not do what a check's sentence says.</summary>
internal sealed class CheckFailedException(string message) : Exception(message);
