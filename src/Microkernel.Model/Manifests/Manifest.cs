namespace Microkernel.Model.Manifests;

/// <summary>An object and where it was written.</summary>
/// <param name="Object">The object.</param>
/// <param name="File">The file, or null when the text came from elsewhere.</param>
/// <param name="Line">The line that it begins on, from 1.</param>
/// <param name="Positions">Line and column of each field that was written, by field path.</param>
public sealed record Manifest(
    V1.Object Object, string? File, int Line, IReadOnlyDictionary<string, (int Line, int Column)> Positions)
{
    /// <summary>Returns line and column of a field, or of the nearest field around it that was written.</summary>
    public (int Line, int Column) Locate(string path)
    {
        for (var rest = path; rest.Length > 0;)
        {
            if (Positions.TryGetValue(rest, out var position))
            {
                return position;
            }

            var cut = rest.LastIndexOfAny(['.', '[']);
            rest = cut < 0 ? string.Empty : rest[..cut];
        }

        return (Line, 1);
    }
}
