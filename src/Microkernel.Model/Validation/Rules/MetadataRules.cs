using Google.Protobuf.Collections;

namespace Microkernel.Model.Validation.Rules;

/// <summary>Names, labels and annotations.</summary>
internal static class MetadataRules
{
    private const int EntriesMax = 64;
    private const int KeyLengthMax = 128;
    private const int LabelLengthMax = 256;
    private const int AnnotationLengthMax = 16 * 1024;

    public static void Check(V1.Object o, ProblemCollector problems)
    {
        var name = o.Name();
        if (name.Length == 0)
        {
            problems.Add(o, "metadata.name", null, "Missing", ObjectNames.Expected);
        }
        else if (!ObjectNames.IsValid(name))
        {
            problems.Add(o, "metadata.name", name, "Not a name", ObjectNames.Expected);
        }

        if (o.SpecCase == V1.Object.SpecOneofCase.Cluster && name != Defaults.ClusterName)
        {
            problems.Add(o, "metadata.name", name, "There is one Cluster", Defaults.ClusterName);
        }

        if (o.Metadata is { } metadata)
        {
            CheckMap(o, metadata.Labels, "metadata.labels", LabelLengthMax, problems);
            CheckMap(o, metadata.Annotations, "metadata.annotations", AnnotationLengthMax, problems);
        }
    }

    private static void CheckMap(
        V1.Object o, MapField<string, string> map, string path, int lengthMax, ProblemCollector problems)
    {
        if (map.Count > EntriesMax)
        {
            problems.Add(o, path, $"{map.Count}", "Too many entries", $"at most {EntriesMax}");
        }

        foreach (var (key, value) in map)
        {
            if (key.Length is 0 or > KeyLengthMax)
            {
                problems.Add(o, path, key, "Not a key", $"1 to {KeyLengthMax} characters");
            }
            else if (value.Length > lengthMax)
            {
                problems.Add(o, FieldNames.Join(path, key), value, "Too long", $"at most {lengthMax} characters");
            }
        }
    }
}
