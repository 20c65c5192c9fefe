namespace Microkernel.Conformance;

/// <summary>A check cannot be made here.</summary>
internal sealed class CheckSkippedException(string message) : Exception(message);
