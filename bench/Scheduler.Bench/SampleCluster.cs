using Microkernel.Scheduling;

namespace Scheduler.Bench;

/// <summary>How far the cluster of a measurement is.</summary>
internal enum Situation
{
    /// <summary>Nothing runs and nobody looked yet.</summary>
    FreshStart,

    /// <summary>All runs where it should.</summary>
    Steady,

    /// <summary>As steady, and one node is lost.</summary>
    NodeLost,
}

/// <summary>Makes clusters with one colocation, one order and one location in ten resources.</summary>
internal static class SampleCluster
{
    private const int Period = 10;
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static ClusterConfiguration Configuration(int resources, int nodes)
    {
        var groups = Enumerable.Range(0, resources / Period).Select(i => i * Period).ToList();
        return new ClusterConfiguration
        {
            Resources = [.. Enumerable.Range(0, resources).Select(i => new ResourceDefinition
            {
                Name = Name(i),
                Stickiness = 100,
            })],
            Locations = [.. groups.Select(i => new LocationConstraint(
                $"l{i}", Name(i), NodeName(i / Period % nodes), 50))],
            Colocations = [.. groups.Select(i => new ColocationConstraint(
                $"c{i}", Name(i + 1), Name(i), Microkernel.Model.Scores.Infinity))],
            Orders = [.. groups.Select(i => new OrderConstraint($"o{i}", Name(i), Name(i + 1)))],
        };
    }

    public static SchedulerInput Input(
        ClusterConfiguration configuration, int nodes, Situation situation, IReadOnlyDictionary<string, string>? places)
    {
        return new SchedulerInput
        {
            Time = Now,
            Quorate = true,
            Configuration = configuration,
            Nodes = [.. Enumerable.Range(0, nodes).Select(i => Node(configuration, i, situation, places))],
        };
    }

    public static string Name(int resource) => $"r{resource}";

    public static string NodeName(int node) => $"n{node}";

    private static NodeObservation Node(
        ClusterConfiguration configuration, int index, Situation situation, IReadOnlyDictionary<string, string>? places)
    {
        var name = NodeName(index);
        return new NodeObservation
        {
            Name = name,
            Id = (uint)index + 1,
            Condition = situation == Situation.NodeLost && index == 1 ? NodeCondition.Unclean : NodeCondition.Online,
            Resources = situation == Situation.FreshStart ? [] :
            [
                .. configuration.Resources.Select(r => new ResourceObservation
                {
                    Resource = r.Name,
                    State = places!.GetValueOrDefault(r.Name) == name ? ObservedState.Started : ObservedState.Stopped,
                }),
            ],
        };
    }
}
