using System.Text.RegularExpressions;

namespace Microkernel.Scheduling.Tests.Conformance;

/// <summary>What Pacemaker's own scheduler answers to a case, read from its printed summary.</summary>
internal sealed partial class ExpectedState
{
    private static readonly string[] ComparedTasks =
        ["start", "stop", "promote", "demote", "migrate_to", "migrate_from"];

    /// <summary>Gets "NODE ROLE" of each place of each primitive, sorted.</summary>
    public SortedDictionary<string, List<string>> Places { get; } = new(StringComparer.Ordinal);

    public SortedSet<string> Fenced { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets "TASK RESOURCE NODE" of each action that is compared.</summary>
    public List<string> Actions { get; } = [];

    public Dictionary<string, string> Nodes { get; } = [];

    public static ExpectedState Read(string summary, Func<string, IReadOnlyList<string>> membersOf)
    {
        var state = new ExpectedState();
        foreach (Match action in ActionLine().Matches(summary))
        {
            if (ComparedTasks.Contains(action.Groups[2].Value))
            {
                state.Actions.Add($"{action.Groups[2].Value} {Bare(action.Groups[1].Value)} {action.Groups[3].Value}");
            }
        }

        foreach (Match fence in FenceLine().Matches(summary))
        {
            state.Fenced.Add(fence.Groups[1].Value);
        }

        state.Actions.Sort(StringComparer.Ordinal);
        state.ReadPlaces(summary[summary.IndexOf("Revised Cluster Status", StringComparison.Ordinal)..], membersOf);
        return state;
    }

    private static string Bare(string id) => Instance().Replace(id, "");

    private void ReadPlaces(string revised, Func<string, IReadOnlyList<string>> membersOf)
    {
        IReadOnlyList<string> cloned = [];
        foreach (var line in revised.Split('\n'))
        {
            if (CloneLine().Match(line) is { Success: true } clone)
            {
                cloned = membersOf(clone.Groups[1].Value);
                foreach (var member in cloned)
                {
                    Places.TryAdd(member, []);
                }
            }
            else if (SetLine().Match(line) is { Success: true } set)
            {
                foreach (var member in cloned)
                {
                    Add(member, set.Groups[1].Value, set.Groups[2].Value);
                }
            }
            else if (PrimitiveLine().Match(line) is { Success: true } primitive)
            {
                Places.TryAdd(Bare(primitive.Groups[1].Value), []);
                var words = primitive.Groups[2].Value;
                var role = RoleWord().Match(words) is { Success: true } found ? found.Value
                    : words.Contains("FAILED", StringComparison.Ordinal) ? "Started" : "Stopped";
                Add(Bare(primitive.Groups[1].Value), role == "Starting" ? "Started" : role, NodesIn(words));
            }
            else if (NodeLine().Match(line) is { Success: true } node)
            {
                Nodes[node.Groups[1].Value] = node.Groups[2].Value;
            }
        }

        foreach (var list in Places.Values)
        {
            list.Sort(StringComparer.Ordinal);
        }
    }

    private static string NodesIn(string words)
    {
        var text = Noise().Replace(words, " ");
        return text.Replace('[', ' ').Replace(']', ' ');
    }

    private void Add(string id, string role, string nodes)
    {
        if (role == "Stopped")
        {
            return;
        }

        foreach (var node in nodes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            Places[id].Add($"{node} {role}");
        }
    }

    [GeneratedRegex(@"\* Resource action: (\S+)\s+(\S+) on (\S+)")]
    private static partial Regex ActionLine();

    [GeneratedRegex(@"\* Fencing (\S+) \((?!on\))")]
    private static partial Regex FenceLine();

    [GeneratedRegex(@":\d+$")]
    private static partial Regex Instance();

    [GeneratedRegex(@"\* Clone Set: (\S+) \[")]
    private static partial Regex CloneLine();

    [GeneratedRegex(@"^\s+\* (Started|Promoted|Unpromoted|Stopped)[^:\[]*: \[ (.*) \]")]
    private static partial Regex SetLine();

    [GeneratedRegex(@"^\s+\* (\S+)\s+\([^)]*\):\s+(.*)$")]
    private static partial Regex PrimitiveLine();

    [GeneratedRegex(@"\* Node (\S+): (.*)$")]
    private static partial Regex NodeLine();

    [GeneratedRegex(@"\b(Promoted|Unpromoted|Started|Starting|Stopped)\b")]
    private static partial Regex RoleWord();

    [GeneratedRegex(@"\([^)]*\)|,|\b(Promoted|Unpromoted|Started|Starting|Stopped|Stopping|Promoting|Demoting|"
        + @"Monitoring|FAILED|ORPHANED|LOCKED)\b")]
    private static partial Regex Noise();
}
