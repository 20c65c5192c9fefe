namespace Microkernel.Model.Validation;

/// <summary>Collects the problems of a set of objects, up to a bound.</summary>
internal sealed class ProblemCollector
{
    /// <summary>Problems beyond this are counted only: a broken set of thousands shall not fill the answer.</summary>
    public const int ProblemsMax = 100;

    private const int ShownLengthMax = 80;
    private readonly List<FieldProblem> _problems = [];

    public IReadOnlyList<FieldProblem> Problems => _problems;

    public void Add(V1.Object about, string path, string? value, string message, string? expected = null)
    {
        if (_problems.Count < ProblemsMax)
        {
            _problems.Add(new FieldProblem(
                about.KindName(), about.Name(), path, Shorten(value), message, expected));
        }
    }

    private static string? Shorten(string? value) => value is { Length: > ShownLengthMax }
        ? string.Concat(value.AsSpan(0, ShownLengthMax), "…")
        : value;
}
