using Google.Protobuf.WellKnownTypes;
using Microkernel.Import.Sources;
using Microkernel.V1;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.ClusterConf;

/// <summary>
/// Facts of the cluster as a whole: &lt;cluster&gt;, &lt;cman&gt;, &lt;totem&gt;, &lt;fence_daemon&gt;.
/// </summary>
internal static class ClusterSection
{
    public static void Import(SourceElement root, ImportContext context)
    {
        var draft = context.Cluster(root);
        var spec = draft.Object.Cluster;
        context.Say(Mapped, root, "Cluster/cluster");
        if (root.Find("name") is { } clusterName)
        {
            draft.Object.Metadata.Annotations["cluster-name"] = clusterName.Value;
            context.Say(
                ChangedMeaning,
                clusterName,
                $"the name is a setting of each node's daemon (cluster: {clusterName.Value}), here a note only",
                draft);
        }

        if (root.Find("config_version") is { } version)
        {
            context.Say(Mapped, version, "versions are counted by the store from now on");
        }

        ImportCman(root, context, draft);
        ImportTotem(root, spec, context, draft);
        ImportFenceDaemon(root, spec, context, draft);
    }

    private static void ImportCman(SourceElement root, ImportContext context, ObjectDraft draft)
    {
        foreach (var cman in root.TakeChildren("cman"))
        {
            if (cman.Find("two_node") is { } twoNode)
            {
                context.Say(
                    ChangedMeaning,
                    twoNode,
                    twoNode.Value == "1"
                        ? "with cman each of two nodes went on alone at once; here the survivor goes on once the other"
                        + " is fenced; a witness, a third node that votes and runs nothing, keeps its quorum meanwhile"
                        : "quorum is a majority of the nodes",
                    draft);
            }

            if (cman.Find("expected_votes") is { } votes)
            {
                context.Say(ChangedMeaning, votes, "votes are counted from the Node objects: one each", draft);
            }
        }
    }

    private static void ImportTotem(SourceElement root, ClusterSpec spec, ImportContext context, ObjectDraft draft)
    {
        foreach (var totem in root.TakeChildren("totem"))
        {
            TotemTiming.Import(totem, spec, draft, context);
        }
    }

    private static void ImportFenceDaemon(
        SourceElement root, ClusterSpec spec, ImportContext context, ObjectDraft draft)
    {
        foreach (var daemon in root.TakeChildren("fence_daemon"))
        {
            if (daemon.Find("post_join_delay") is { } join)
            {
                // -1 waits for ever: fenced(8).
                if (join.Value.Trim() == "-1")
                {
                    spec.PostJoinDelay = Duration.FromTimeSpan(TimeSpan.FromHours(1));
                    context.Say(ChangedMeaning, join, "fenced waited for ever; postJoinDelay is 1h at most", draft);
                }
                else if (context.Number(join, 0, 3600) is { } seconds)
                {
                    spec.PostJoinDelay = Duration.FromTimeSpan(TimeSpan.FromSeconds(seconds));
                    draft.Comment("spec.postJoinDelay", $"was post_join_delay={join.Value}");
                    context.Say(Mapped, join, $"Cluster/cluster postJoinDelay {seconds}s");
                }
            }

            if (daemon.Find("clean_start") is { } clean)
            {
                context.Say(
                    clean.Value.Trim() == "0" ? Mapped : NoCounterpart,
                    clean,
                    clean.Value.Trim() == "0"
                        ? "nodes not met at start are fenced, as here"
                        : "fenced took nodes not met at start to be off without fencing them; that risks data, and"
                        + " here they are fenced, or an operator confirms that they are off",
                    draft);
            }
        }
    }
}
