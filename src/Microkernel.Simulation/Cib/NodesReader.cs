namespace Microkernel.Simulation.Cib;

/// <summary>Reads the declared nodes.</summary>
internal static class NodesReader
{
    public static void Read(CibWorld world)
    {
        foreach (var element in world.Configuration.Element("nodes")?.Elements("node") ?? [])
        {
            var node = world.Cluster.AddNode(element.Id(), element.Get("uname") ?? element.Id());
            node.BaseScore = CibXml.Score(element.Get("score"));
            node.RunsNothing = element.Get("type") == "ping";
            node.Unclean = world.Cluster.Options.StartupFencing && !node.RunsNothing;
            node.UncleanReason = node.Unclean ? "nothing was ever heard of it" : "";
            node.IsCoordinator = world.Cib.Get("dc-uuid") == node.Id;
            foreach (var (name, value) in world.Sets.Read(element, "instance_attributes", world.Rules))
            {
                node.Attributes[name] = value;
            }

            foreach (var (name, value) in world.Sets.Read(element, "utilization", world.Rules))
            {
                node.Capacity[name] = CibXml.Number(value, 0);
            }

            StatusReader.ApplyAttributes(node);
        }
    }
}
