using System.Xml.Linq;
using Microkernel.Scheduling.Engine;
using Microkernel.Simulation.Cib;

namespace Microkernel.Simulation.History;

/// <summary>Makes resources for what has a history and is no longer configured.</summary>
internal static class OrphanFactory
{
    public static Resource Create(CibWorld world, XElement history)
    {
        var id = history.Id();
        if (world.Cluster.Find(id) is { Orphan: true, Kind: ResourceKind.Primitive } known)
        {
            return known;
        }

        var agent = PrimitiveReader.AgentOf(history);
        var defaults = MetaReader.Read(world, history, [], null, world.Rules with { Agent = agent });
        var settings = MetaReader.Settings(world, defaults, agent.Class == "stonith", isUnfencer: false);
        var orphan = world.Cluster.Create(id, ResourceKind.Primitive, null, settings);
        orphan.Orphan = true;
        MetaReader.Apply(world, orphan, defaults);
        if (world.Cluster.Options.StopOrphans)
        {
            orphan.AddScore(null, Score.MinusInfinity);
        }
        else
        {
            orphan.Managed = false;
        }

        world.Cluster.Resources.Add(orphan);
        return orphan;
    }
}
