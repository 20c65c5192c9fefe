using Microkernel.Import.Sources;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.Files;

/// <summary>
/// Leaves one of several files that say the same of the same: an older version, or another host's copy. Where they
/// differ the report says what is not taken.
/// </summary>
internal static class FileCopies
{
    private const int DifferencesMax = 50;

    public static List<SourceElement> Without(
        List<SourceElement> roots, SourceFormat format, ImportContext context)
    {
        var left = new List<SourceElement>();
        foreach (var group in roots.GroupBy(r => KeyOf(r, format)))
        {
            var taken = group.First();
            foreach (var root in group.Skip(1))
            {
                taken = format.Version(root).CompareTo(format.Version(taken)) > 0 ? root : taken;
            }

            left.Add(taken);
            foreach (var root in group.Where(r => r != taken))
            {
                Report(root, taken, format, context);
            }
        }

        return left;
    }

    // Of other formats only what two hosts keep under one name can be copies.
    private static object KeyOf(SourceElement root, SourceFormat format)
    {
        if (format.IsOnePerCluster)
        {
            return string.Empty;
        }

        var file = root.File;
        return file.Host is null || format.IsEachHostsOwn ? root : file.ShortName[(file.Host.Length + 1)..];
    }

    private static void Report(
        SourceElement root, SourceElement taken, SourceFormat format, ImportContext context)
    {
        var other = taken.File.ShortName;
        var differences = TreeDifference.Find(root, taken).Take(DifferencesMax + 1).ToList();
        root.TakeWhole();
        if (differences.Count == 0)
        {
            context.Say(Mapped, root.File, 1, 1, string.Empty, $"the same as {other}, which is taken");
            return;
        }

        var older = format.Version(root).CompareTo(format.Version(taken)) < 0;
        context.Say(
            older ? Mapped : ChangedMeaning,
            root.File,
            1,
            1,
            string.Empty,
            older ? $"an older version of {other}, which is taken"
                : $"it differs from {other}, which is taken: what differs is told line by line");
        foreach (var (place, source, outcome) in differences.Take(older ? 0 : DifferencesMax))
        {
            context.Say(ChangedMeaning, root.File, place.Line, place.Column, source, $"{outcome}; not taken");
        }

        if (!older && differences.Count > DifferencesMax)
        {
            context.Say(ChangedMeaning, root.File, 0, 0, string.Empty, "there are more differences; compare the files");
        }
    }
}
