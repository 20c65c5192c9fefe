namespace Microkernel.Model.Manifests;

/// <summary>Collects problems up to a bound; the first that breaks the syntax ends reading.</summary>
internal sealed class ProblemList(string? file)
{
    private readonly List<ManifestProblem> _problems = [];

    public IReadOnlyList<ManifestProblem> Problems => _problems;

    public string? File => file;

    public void Add(ManifestNode at, string path, string? value, string message, string? expected = null) =>
        Add(at.Line, at.Column, path, value, message, expected);

    public void Add(int line, int column, string path, string? value, string message, string? expected = null)
    {
        _problems.Add(new ManifestProblem(file, line, column, path, Shorten(value), message, expected));
        if (_problems.Count >= ManifestLimits.ProblemsMax)
        {
            var end = new ManifestProblem(
                file, 0, 0, string.Empty, null, "Too many problems; the rest was not looked at");
            throw new ManifestException([.. _problems, end]);
        }
    }

    /// <summary>Ends reading: what follows has no sure meaning.</summary>
    public ManifestException Fatal(int line, int column, string message, string? expected = null) =>
        new([.. _problems, new ManifestProblem(file, line, column, string.Empty, null, message, expected)]);

    private static string? Shorten(string? value)
    {
        if (value is null)
        {
            return null;
        }

        var text = value.Length > ManifestLimits.ShownLengthMax
            ? string.Concat(value.AsSpan(0, ManifestLimits.ShownLengthMax), "…")
            : value;
        return string.Concat(text.Select(c => char.IsControl(c) ? '\uFFFD' : c));
    }
}
