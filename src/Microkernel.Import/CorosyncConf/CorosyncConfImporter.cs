using Microkernel.Import.Sources;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.CorosyncConf;

/// <summary>Imports corosync.conf(5) of any version, and openais.conf(5) before it: timing, nodes and rings.</summary>
internal static class CorosyncConfImporter
{
    /// <summary>Names of sections that such a file may begin with.</summary>
    public static ReadOnlySpan<string> Sections =>
        new[] { "totem", "logging", "quorum", "nodelist", "amf", "aisexec", "service", "event", "uidgid", "system" };

    public static void Import(SourceElement root, ImportContext context)
    {
        ImportTotem(root, context);
        ImportQuorum(root, context);
        RingSection.Import(root, context);
    }

    private static void ImportTotem(SourceElement root, ImportContext context)
    {
        foreach (var totem in root.TakeChildren("totem").Take(1).ToList())
        {
            var draft = context.Cluster(totem);
            context.Say(Mapped, totem, "Cluster/cluster");
            if (totem.Find("cluster_name") is { } name)
            {
                draft.Object.Metadata.Annotations["cluster-name"] = name.Value;
                context.Say(
                    ChangedMeaning,
                    name,
                    $"the name is a setting of each node's daemon (cluster: {name.Value}), here a note only",
                    draft);
            }

            TotemTiming.Import(totem, draft.Object.Cluster, draft, context);
            RedundancySection.ImportMode(totem, draft, context);
        }
    }

    private static void ImportQuorum(SourceElement root, ImportContext context)
    {
        foreach (var quorum in root.TakeChildren("quorum"))
        {
            if (quorum.Find("two_node") is { } twoNode)
            {
                context.Say(
                    twoNode.Value == "1" ? ChangedMeaning : Mapped,
                    twoNode,
                    twoNode.Value == "1"
                        ? "the survivor of two goes on once the other is fenced; a witness, a third node that votes and"
                            + " runs nothing, keeps its quorum meanwhile"
                        : "quorum is a majority of the nodes");
            }

            if (quorum.Find("expected_votes") is { } votes)
            {
                context.Say(ChangedMeaning, votes, "votes are counted from the Node objects: one each");
            }

            if (quorum.Find("wait_for_all") is { } waitForAll)
            {
                RedundancySection.ImportWaitForAll(quorum, waitForAll, context);
            }
        }
    }
}
