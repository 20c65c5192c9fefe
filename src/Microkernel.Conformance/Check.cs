namespace Microkernel.Conformance;

/// <summary>One sentence with the way to see it.</summary>
/// <param name="Section">What it is about.</param>
/// <param name="Sentence">What a driver does.</param>
/// <param name="RunAsync">Throws when it does not.</param>
/// <param name="Rows">Rows of the protos' error tables that it shows, as "Activate ABORTED".</param>
internal sealed record Check(string Section, string Sentence, Func<Subject, Task> RunAsync, params string[] Rows);
