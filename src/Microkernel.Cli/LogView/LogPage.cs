using System.Globalization;
using Microkernel.Cli.CommandLine;
using Microkernel.Cli.Output;
using Microkernel.Raft.V1;

namespace Microkernel.Cli.LogView;

/// <summary>Shows what a consensus data directory holds.</summary>
internal static class LogPage
{
    /// <summary>Shows all of a report.</summary>
    public static void Show(CommandSession session, LogReport report)
    {
        ShowFacts(session, report);
        ShowSegments(session, report);
        ShowEntries(session, report);
    }

    /// <summary>Returns <c>FILE at offset N: what is wrong</c>.</summary>
    public static string Text(Damage damage) =>
        string.Create(CultureInfo.InvariantCulture, $"{damage.File} at offset {damage.OffsetBytes}: {damage.Problem}");

    private static void ShowFacts(CommandSession session, LogReport report)
    {
        var facts = new TextTable("FACT", "VALUE");
        facts.Add("directory", report.Directory);
        if (report.Identity is { } identity)
        {
            facts.Add("cluster", identity.ClusterId);
            facts.Add("member", Text(identity.MemberId));
            facts.Add("storage id", identity.StorageId.ToString("x16", CultureInfo.InvariantCulture));
        }

        facts.Add("term", Text(report.HardState.Term));
        facts.Add("voted for", report.HardState.VotedFor == 0 ? "nobody" : Text(report.HardState.VotedFor));
        facts.Add("committed", $"at least {report.HardState.Commit}");
        facts.Add("snapshot", report.Snapshot is { } snapshot
            ? $"up to entry {snapshot.Position.Index} of term {snapshot.Position.Term}, {snapshot.DataBytes} bytes"
            : "none");
        facts.Add("entries", report.LastIndex == 0 ? "none" : $"{report.FirstIndex} to {report.LastIndex}");
        if (report.Membership is { } membership)
        {
            facts.Add("voters", string.Join(", ", membership.Voters.Select(id => Name(membership, id))));
            facts.Add("learners", string.Join(", ", membership.Learners.Select(id => Name(membership, id))));
        }

        facts.Add("torn tail", report.TornTail is { } tail
            ? $"{tail.File} from offset {tail.OffsetBytes} on; the next start cuts it"
            : "none");
        facts.Write(session.Out, session.Ink, session.TableWidth);
    }

    private static void ShowSegments(CommandSession session, LogReport report)
    {
        session.Out.WriteLine();
        var table = new TextTable("SEGMENT", "FRAMES", "FIRST FRAME", "ENTRIES", "USED", "SIZE");
        foreach (var segment in report.Segments)
        {
            table.Add(
                segment.File,
                Text(segment.Frames),
                Text(segment.FirstFrame),
                segment.LastIndex == 0 ? "" : $"{segment.FirstIndex} to {segment.LastIndex}",
                Text(segment.UsedBytes),
                Text(segment.SizeBytes));
        }

        table.Write(session.Out, session.Ink, session.TableWidth);
    }

    private static void ShowEntries(CommandSession session, LogReport report)
    {
        if (report.Entries.Count == 0)
        {
            return;
        }

        session.Out.WriteLine();
        var table = new TextTable("ENTRY", "TERM", "KIND", "BYTES", "SEGMENT", "OFFSET");
        foreach (var entry in report.Entries)
        {
            table.Add(
                Text(entry.Position.Index),
                Text(entry.Position.Term),
                entry.Kind,
                Text(entry.SizeBytes),
                entry.File,
                Text(entry.OffsetBytes));
        }

        table.Write(session.Out, session.Ink, session.TableWidth);
    }

    private static string Name(Configuration membership, ulong id) =>
        membership.Members.FirstOrDefault(member => member.Id == id) is { Name.Length: > 0 } member
            ? $"{member.Name} ({id})"
            : Text(id);

    private static string Text(ulong value) => value.ToString(CultureInfo.InvariantCulture);
}
