using System.Xml.Linq;
using Microkernel.Scheduling.Engine;
using Microkernel.V1;

namespace Microkernel.Simulation.Cib;

/// <summary>Reads how nodes stand.</summary>
internal static class StatusReader
{
    public static void ReadNodes(CibWorld world)
    {
        foreach (var state in world.Cib.Element("status")?.Elements("node_state") ?? [])
        {
            var node = world.Cluster.FindNode(state.Id()) ?? world.Cluster.FindNode(state.Get("uname") ?? "");
            if (node is null)
            {
                continue;
            }

            node.Unseen = false;
            node.Unclean = false;
            foreach (var (name, value) in world.Sets.Read(
                state.Element("transient_attributes"), "instance_attributes", world.Rules))
            {
                node.Attributes[name] = value;
            }

            ApplyAttributes(node);
            Judge(world.Cluster, node, state);
            if (!world.Cluster.Options.Quorate && node.Online
                && world.Cluster.Options.NoQuorumPolicy == NoQuorumPolicy.Fence)
            {
                node.Suspect("the cluster has no quorum, and the policy is to fence");
            }
        }
    }

    /// <summary>Takes over what attributes say of the node itself.</summary>
    public static void ApplyAttributes(Node node)
    {
        node.Standby |= CibXml.IsTrue(node.Attributes.GetValueOrDefault("standby"));
        node.Maintenance |= CibXml.IsTrue(node.Attributes.GetValueOrDefault("maintenance"));
        node.DiscoversResources &= !CibXml.IsFalse(node.Attributes.GetValueOrDefault("resource-discovery-enabled"));
        node.Unfenced = node.Attributes.GetValueOrDefault("#node-unfenced") is { } unfenced and not "0"
            && unfenced.Length > 0;
        node.ShuttingDown = node.Attributes.GetValueOrDefault("shutdown") is { Length: > 0 } shutdown
            && shutdown != "0";
    }

    private static void Judge(Cluster cluster, Node node, XElement state)
    {
        node.ExpectedUp = state.Get("expected") == "member";
        if (node.RunsNothing)
        {
            return;
        }

        var (inCluster, isPeer) = (IsMember(state.Get("in_ccm")), state.Get("crmd") == "online");
        if (cluster.Options.FencingEnabled)
        {
            JudgeFenced(node, state, inCluster, isPeer);
            return;
        }

        if (inCluster && isPeer)
        {
            node.Online = state.Get("join") == "member";
        }
        else if (inCluster && node.ExpectedUp)
        {
            node.Suspect("its manager is unexpectedly down");
        }
    }

    private static void JudgeFenced(Node node, XElement state, bool inCluster, bool isPeer)
    {
        var join = state.Get("join");
        var terminate = node.Attributes.GetValueOrDefault("terminate") is { } wish
            && (CibXml.IsTrue(wish) || CibXml.Number(wish, 0) > 1);
        node.Online = inCluster;
        if (node.ShuttingDown)
        {
            node.Online = isPeer;
        }
        else if (state.Get("in_ccm") is null)
        {
            node.Suspect("it was never seen by the cluster");
        }
        else if (join is "nack" or "banned")
        {
            node.Suspect("it was refused as a member");
        }
        else if (!terminate && (state.Get("expected") ?? "down") == "down")
        {
            if (inCluster || isPeer)
            {
                node.Standby = node.Pending = true;
            }
        }
        else if (terminate && join == "down" && !inCluster && !isPeer)
        {
            node.Online = false;
        }
        else if (!inCluster)
        {
            node.Suspect("it is no longer a part of the cluster");
        }
        else if (!isPeer)
        {
            node.Suspect("its manager is no longer there");
        }
        else if (terminate)
        {
            node.Suspect("somebody wants it fenced");
        }
        else if (join is "pending" or "down")
        {
            node.Standby = node.Pending = true;
        }
        else if (join != "member")
        {
            node.Suspect("its state is not known");
        }
    }

    // Later versions write the time since when.
    private static bool IsMember(string? text) => CibXml.IsTrue(text) || CibXml.Number(text, 0) > 1;
}
