using System.Text;
using Microkernel.Scheduling;

namespace Scheduler.Bench;

/// <summary>Writes the same clusters as CIBs of Pacemaker.</summary>
internal static class SampleCib
{
    private const string Agent = "class=\"ocf\" provider=\"heartbeat\" type=\"Dummy\"";
    private const string Digest = "f2317cad3d54cec5d7d7aa7d0bf35cf8";
    private const string Ids = "5b147c87-dc9d-4d76-8c8b-8e8d8b8c8d8e";

    public static string Write(SchedulerInput input)
    {
        var text = new StringBuilder("<cib crm_feature_set=\"3.0.7\" validate-with=\"pacemaker-3.0\" epoch=\"1\" "
            + "num_updates=\"1\" admin_epoch=\"0\" have-quorum=\"1\" dc-uuid=\"1\"><configuration>"
            + "<crm_config/><nodes>");
        foreach (var node in input.Nodes)
        {
            text.Append(null, $"<node id=\"{node.Id}\" uname=\"{node.Name}\"/>");
        }

        // Without a fence device Pacemaker starts nothing.
        text.Append("</nodes><resources><primitive id=\"fence\" class=\"stonith\" type=\"fence_x\"/>");
        foreach (var resource in input.Configuration.Resources)
        {
            text.Append(null, $"<primitive id=\"{resource.Name}\" {Agent}><meta_attributes id=\"{resource.Name}-m\">"
                + $"<nvpair id=\"{resource.Name}-s\" name=\"resource-stickiness\" value=\"{resource.Stickiness}\"/>"
                + $"</meta_attributes><operations><op id=\"{resource.Name}-o\" name=\"monitor\" interval=\"10s\"/>"
                + "</operations></primitive>");
        }

        text.Append("</resources><constraints>");
        foreach (var l in input.Configuration.Locations)
        {
            text.Append(null, $"<rsc_location id=\"{l.Name}\" rsc=\"{l.Resource}\" node=\"{l.Node}\" "
                + $"score=\"{l.Score}\"/>");
        }

        foreach (var c in input.Configuration.Colocations)
        {
            text.Append(null, $"<rsc_colocation id=\"{c.Name}\" rsc=\"{c.Resource}\" with-rsc=\"{c.With}\" "
                + "score=\"INFINITY\"/>");
        }

        foreach (var o in input.Configuration.Orders)
        {
            text.Append(null, $"<rsc_order id=\"{o.Name}\" first=\"{o.First}\" then=\"{o.Then}\"/>");
        }

        text.Append("</constraints></configuration><status>");
        foreach (var node in input.Nodes)
        {
            WriteStatus(text, node);
        }

        return text.Append("</status></cib>").ToString();
    }

    private static void WriteStatus(StringBuilder text, NodeObservation node)
    {
        var state = node.Condition == NodeCondition.Online ? "in_ccm=\"true\" crmd=\"online\" join=\"member\""
            : "in_ccm=\"false\" crmd=\"offline\" join=\"down\"";
        text.Append(null, $"<node_state id=\"{node.Id}\" uname=\"{node.Name}\" {state} expected=\"member\">"
            + $"<lrm id=\"{node.Id}\"><lrm_resources>");
        foreach (var seen in node.Resources)
        {
            var (task, code) = seen.State == ObservedState.Started ? ("start", 0) : ("monitor", 7);
            text.Append(null, $"<lrm_resource id=\"{seen.Resource}\" {Agent}><lrm_rsc_op id=\"{seen.Resource}_last_0\" "
                + $"operation_key=\"{seen.Resource}_{task}_0\" operation=\"{task}\" crm_feature_set=\"3.0.7\" "
                + $"transition-key=\"1:1:{code}:{Ids}\" transition-magic=\"0:{code};1:1:{code}:{Ids}\" call-id=\"1\" "
                + $"rc-code=\"{code}\" op-status=\"0\" interval=\"0\" op-digest=\"{Digest}\"/></lrm_resource>");
        }

        text.Append("</lrm_resources></lrm></node_state>");
    }
}
