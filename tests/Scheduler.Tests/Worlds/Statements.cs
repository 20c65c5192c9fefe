using System.Globalization;
using Microkernel.Model;
using Microkernel.V1;

namespace Microkernel.Scheduling.Tests.Worlds;

/// <summary>The statements of scenario files that change the world.</summary>
internal sealed class Statements(World world)
{
    public void Do(string[] words)
    {
        switch (words)
        {
            case ["cluster", .. var options]:
                Cluster(options);
                break;
            case ["node", var name, .. var options]:
                Node(name, options);
                break;
            case ["resource", var name, .. var options]:
                world.Resources[name] = Resource(name, Pairs(options));
                break;
            case ["group", var name, .. var members]:
                world.Groups[name] = new GroupDefinition(name, members);
                Declare(members);
                break;
            case ["location", var name, var resource, "on", var node, var score]:
                world.Locations[name] = new LocationConstraint(name, resource, node, Score(score));
                break;
            case ["colocation", var name, var resource, "with", var with, var score]:
                world.Colocations[name] = new ColocationConstraint(name, resource, with, Score(score));
                break;
            case ["order", var name, var first, "then", var then, .. var options]:
                world.Orders[name] = new OrderConstraint(
                    name, first, then, !options.Contains("optional"), !options.Contains("asymmetrical"));
                break;
            case ["remove", "resource", var name]:
                world.Resources.Remove(name);
                break;
            case ["remove", "location", var name]:
                world.Locations.Remove(name);
                break;
            case ["seen", var resource, "on", var node, var state, .. var options]:
                world.Seen[(node, resource)] = Observation(resource, state, Pairs(options));
                break;
            case ["cleanup", var resource, "on", var node]:
                world.Seen[(node, resource)] = world.At((node, resource)) with { FailureCount = 0, LastFailure = null };
                break;
            case ["quorum", var how]:
                world.Quorate = how == "gained";
                break;
            case ["wait", var time]:
                world.Now += Time(time);
                break;
            case ["move", var resource, "to", var node]:
                world.Moves.Add(new MoveWish(resource, node));
                break;
            case ["move", var resource, "away", "from", var node]:
                world.Moves.Add(new MoveWish(resource, null, node));
                break;
            default:
                throw new FormatException($"Not a statement: {string.Join(' ', words)}");
        }
    }

    private void Declare(string[] members)
    {
        foreach (var member in members.Where(m => !world.Resources.ContainsKey(m)))
        {
            world.Resources[member] = Resource(member, []);
        }
    }

    private void Cluster(string[] options)
    {
        foreach (var option in options)
        {
            switch (option)
            {
                case "no-fencing":
                    world.Fencing = false;
                    break;
                case "maintenance" or "no-maintenance":
                    world.Maintenance = option == "maintenance";
                    break;
                case "freeze":
                    world.NoQuorumPolicy = NoQuorumPolicy.Freeze;
                    break;
                default:
                    throw new FormatException($"Not an option of a cluster: {option}");
            }
        }
    }

    private void Node(string name, string[] options)
    {
        world.Nodes[name] = new NodeObservation
        {
            Name = name,
            Condition = Enum.Parse<NodeCondition>(options[0], ignoreCase: true),
            Standby = options.Contains("standby"),
            Maintenance = options.Contains("maintenance"),
            Witness = options.Contains("witness"),
            FenceUnderWay = options.Contains("fencing"),
        };
        if (options.Contains("unprobed"))
        {
            world.UnprobedNodes.Add(name);
        }
    }

    private ResourceDefinition Resource(string name, Dictionary<string, string> options) => new()
    {
        Name = name,
        Digest = options.GetValueOrDefault("digest", "d1"),
        StoppedBecause = options.ContainsKey("stopped") ? "its target role is Stopped" : null,
        Managed = !options.ContainsKey("unmanaged") && !world.Maintenance,
        Stickiness = Score(options.GetValueOrDefault("stickiness", "100")),
        Priority = Score(options.GetValueOrDefault("priority", "0")),
        MigrationThreshold = Score(options.GetValueOrDefault("threshold", "0")),
        FailureTimeout = options.TryGetValue("failure-timeout", out var timeout) ? Time(timeout) : null,
        OnStartFailure = OnFailOf(options, "on-start-fail", OnFail.Restart),
        OnMonitorFailure = OnFailOf(options, "on-monitor-fail", OnFail.Restart),
        OnStopFailure = OnFailOf(options, "on-stop-fail", world.Fencing ? OnFail.Fence : OnFail.Block),
    };

    private ResourceObservation Observation(string resource, string state, Dictionary<string, string> options) => new()
    {
        Resource = resource,
        State = Enum.Parse<ObservedState>(state, ignoreCase: true),
        Digest = options.GetValueOrDefault("digest", "d1"),
        FailureCount = Score(options.GetValueOrDefault("failures", "0")),
        Pending = options.TryGetValue("pending", out var pending)
            ? Enum.Parse<PendingOperation>(pending, ignoreCase: true) : PendingOperation.None,
        LastFailure = !options.TryGetValue("failed", out var operation) ? null : new FailureRecord(
            Enum.Parse<FailedOperation>(operation, ignoreCase: true),
            world.Now,
            options.TryGetValue("useless", out var scope)
                ? Enum.Parse<FailureScope>(scope, ignoreCase: true) : FailureScope.Passing),
    };

    private static OnFail OnFailOf(Dictionary<string, string> options, string key, OnFail otherwise) =>
        options.TryGetValue(key, out var said) ? Enum.Parse<OnFail>(said, ignoreCase: true) : otherwise;

    // Options come as words: a flag, or a key and its value.
    private static Dictionary<string, string> Pairs(string[] words)
    {
        var pairs = new Dictionary<string, string>();
        for (var i = 0; i < words.Length; i++)
        {
            var isFlag = words[i] is "stopped" or "unmanaged";
            pairs[words[i]] = isFlag ? "" : words[++i];
        }

        return pairs;
    }

    private static int Score(string text) =>
        Scores.TryParse(text, out var score) ? score : throw new FormatException($"Not a score: {text}");

    private static TimeSpan Time(string text) =>
        TimeSpan.FromSeconds(double.Parse(text.TrimEnd('s'), CultureInfo.InvariantCulture));
}
