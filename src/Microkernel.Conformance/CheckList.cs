namespace Microkernel.Conformance;

/// <summary>Collects the checks of one section, in the order in which they run.</summary>
internal sealed class CheckList(string section)
{
    private readonly List<Check> _checks = [];

    public IReadOnlyList<Check> Checks => _checks;

    /// <summary>Adds a check.</summary>
    public CheckList Add(string sentence, Func<Subject, Task> run, params string[] rows)
    {
        _checks.Add(new Check(section, sentence, run, rows));
        return this;
    }
}
