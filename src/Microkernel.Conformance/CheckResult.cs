namespace Microkernel.Conformance;

/// <summary>One sentence of the specification, and whether the driver keeps to it.</summary>
/// <param name="Section">What it is about, as "Handshake".</param>
/// <param name="Sentence">What a driver does.</param>
/// <param name="Outcome">Whether this one does.</param>
/// <param name="Detail">Failed: what was expected and found. Skipped: what it would take. Otherwise empty.</param>
public sealed record CheckResult(string Section, string Sentence, CheckOutcome Outcome, string Detail);
