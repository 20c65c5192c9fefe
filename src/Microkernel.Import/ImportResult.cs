using Microkernel.Model.Manifests;

namespace Microkernel.Import;

/// <summary>What an import gives.</summary>
/// <param name="Format">The format of the source.</param>
/// <param name="Manifests">The objects with comments that say where each comes from; empty when nothing could be
/// read.</param>
/// <param name="Report">What became of each piece of the source, in its order.</param>
/// <param name="Warnings">What will surprise in the configuration as a whole.</param>
public sealed record ImportResult(
    ImportFormat Format,
    IReadOnlyList<CommentedObject> Manifests,
    IReadOnlyList<ImportEntry> Report,
    IReadOnlyList<string> Warnings)
{
    /// <summary>Gets the objects.</summary>
    public IReadOnlyList<Microkernel.V1.Object> Objects => [.. Manifests.Select(m => m.Object)];

    /// <summary>Gets whether the manifests can be applied: the report has no error.</summary>
    public bool Succeeded => Report.All(e => e.Severity != ImportSeverity.Error);

    /// <summary>Writes the manifests as YAML. They hold the values of the source's secrets.</summary>
    public string ToYaml() => ManifestWriter.ToYaml(Manifests);

    /// <summary>Writes the report, a line an entry, then the warnings and a line of totals.</summary>
    public string ToText()
    {
        var counts = Report.GroupBy(e => e.Severity).ToDictionary(g => g.Key, g => g.Count());
        int Count(ImportSeverity severity) => counts.GetValueOrDefault(severity);
        var totals = $"{Manifests.Count} objects; {Count(ImportSeverity.Mapped)} mapped, "
            + $"{Count(ImportSeverity.ChangedMeaning)} changed meaning, "
            + $"{Count(ImportSeverity.NoCounterpart)} without counterpart, {Count(ImportSeverity.Error)} errors";
        var lines = Report.Select(e => e.ToString()).Concat(Warnings.Select(w => $"warning: {w}")).Append(totals);
        return string.Join('\n', lines) + "\n";
    }
}
