using System.Globalization;
using Microkernel.Cli.Output;
using Microkernel.Cli.Terminals;
using Microkernel.V1;

namespace Microkernel.Cli.StatusView;

/// <summary>The first lines of the status: what an operator wants to know before anything else.</summary>
internal static class StatusSummary
{
    /// <summary>Writes the lines.</summary>
    public static void Write(StatusPage page, GetStatusResponse status, Terminal terminal)
    {
        var time = status.Time is null
            ? string.Empty
            : terminal.ToLocal(status.Time).ToString(" 'at' HH:mm:ss", CultureInfo.InvariantCulture);
        page.WriteFact(
            "Cluster", $"{(status.Cluster.Length > 0 ? status.Cluster : "(no name)")}, as {status.Node} sees it{time}");
        var needed = $"{status.Quorum} of {status.Voters} votes needed";
        if (status.Quorate)
        {
            page.WriteFact("Quorum", $"yes ({needed}), {Online(status)}");
        }
        else
        {
            page.WriteFact("Quorum", $"LOST ({needed}): what follows is the last that {status.Node} knew", Tone.Bad);
        }

        var leader = status.Leader.Length > 0 ? status.Leader : "none: an election is under way";
        page.WriteFact("Leader", $"{leader} (term {status.Term})", status.Leader.Length > 0 ? Tone.Plain : Tone.Uneasy);
        if (status.Maintenance)
        {
            page.WriteFact("Mode", "MAINTENANCE: everything is watched, nothing is touched", Tone.Uneasy);
        }

        if (status.Transition is { } transition)
        {
            var running = transition.Running.Count > 0 ? $": {string.Join("; ", transition.Running)}" : string.Empty;
            page.WriteFact("Doing", $"{transition.Done} of {transition.Total} steps done{running}", Tone.Uneasy);
        }

        WriteHealth(page, status);
    }

    private static void WriteHealth(StatusPage page, GetStatusResponse status)
    {
        var critical = status.Problems.Count(p => p.Severity == Severity.Critical);
        var warnings = status.Problems.Count(p => p.Severity is Severity.Warning or Severity.Unspecified);
        var (text, tone) = (critical, warnings) switch
        {
            (0, 0) when !status.Quorate => ("no quorum", Tone.Bad),
            (0, 0) => ("all is well", Tone.Good),
            (0, _) => ($"{Count(warnings, "warning")}, see Problems", Tone.Uneasy),
            (_, 0) => ($"{critical} CRITICAL, see Problems", Tone.Bad),
            _ => ($"{critical} CRITICAL and {Count(warnings, "warning")}, see Problems", Tone.Bad),
        };
        page.WriteFact("Health", text, tone);
    }

    private static string Online(GetStatusResponse status) =>
        $"{status.Nodes.Count(n => n.State == NodeState.Online)} of {Count(status.Nodes.Count, "node")} online";

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
