using System.Globalization;
using System.Text;
using Microkernel.Scheduling.Tests.Worlds;

namespace Microkernel.Scheduling.Tests.Differential;

/// <summary>Writes a world as a Pacemaker CIB.</summary>
internal sealed class Cib
{
    private const string Ids = "0:0:0:5b147c87-dc9d-4d76-8c8b-8e8d8b8c8d8e";

    // MD5 of no parameters, and of a monitor's timeout of 20 s: otherwise Pacemaker sees a changed definition.
    private const string PlainDigest = "f2317cad3d54cec5d7d7aa7d0bf35cf8";
    private const string MonitorDigest = "4811cef7f7f94e3a35a70be7916cb2fd";

    private readonly StringBuilder _text = new();
    private int _ids;
    private int _calls;

    public static string Of(World world)
    {
        var cib = new Cib();
        cib.Write(world);
        return cib._text.ToString();
    }

    private void Write(World world)
    {
        Line("""<cib crm_feature_set="3.0.7" validate-with="pacemaker-3.0" epoch="1" num_updates="1" admin_epoch="0" """
            + """cib-last-written="Fri Jul 13 13:51:14 2012" have-quorum="1" dc-uuid="1">""");
        Line("""<configuration><crm_config><cluster_property_set id="p">""");
        Pair("no-quorum-policy", "stop");
        Line("</cluster_property_set></crm_config><nodes>");
        foreach (var node in world.Nodes.Values)
        {
            Line($"<node id=\"{node.Id}\" uname=\"{node.Name}\"><instance_attributes id=\"{Id()}\">");
            Pair("standby", node.Standby ? "true" : "false");
            Line("</instance_attributes></node>");
        }

        Line("</nodes><resources>");
        WriteResources(world);
        Line("</resources><constraints>");
        WriteConstraints(world);
        Line("</constraints></configuration><status>");
        foreach (var node in world.Nodes.Values)
        {
            WriteStatus(world, node);
        }

        Line("</status></cib>");
    }

    private void WriteResources(World world)
    {
        var grouped = world.Groups.Values.SelectMany(g => g.Members).ToHashSet();
        foreach (var name in world.Resources.Keys.Where(r => !grouped.Contains(r)).Concat(world.Groups.Keys)
            .Order(StringComparer.Ordinal))
        {
            if (!world.Groups.TryGetValue(name, out var group))
            {
                WriteResource(world.Resources[name]);
                continue;
            }

            Line($"<group id=\"{name}\">");
            foreach (var member in group.Members)
            {
                WriteResource(world.Resources[member]);
            }

            Line("</group>");
        }
    }

    private void WriteResource(ResourceDefinition resource)
    {
        var agent = resource.Name == "fence" ? "class=\"stonith\" type=\"fence_x\""
            : "class=\"ocf\" provider=\"heartbeat\" type=\"Dummy\"";
        Line($"<primitive id=\"{resource.Name}\" {agent}><meta_attributes id=\"{Id()}\">");
        Pair("resource-stickiness", resource.Stickiness);
        Pair("priority", resource.Priority);
        Pair("target-role", resource.StoppedBecause is null ? "Started" : "Stopped");
        Pair("is-managed", resource.Managed ? "true" : "false");
        if (resource.MigrationThreshold > 0)
        {
            Pair("migration-threshold", resource.MigrationThreshold);
        }

        Line("</meta_attributes>");
        Line($"<operations><op id=\"{Id()}\" name=\"monitor\" interval=\"10s\"/></operations></primitive>");
    }

    private void WriteConstraints(World world)
    {
        foreach (var l in world.Locations.Values)
        {
            Line($"<rsc_location id=\"{l.Name}\" rsc=\"{l.Resource}\" node=\"{l.Node}\" "
                + $"score=\"{Model.Scores.Format(l.Score)}\"/>");
        }

        foreach (var c in world.Colocations.Values)
        {
            Line($"<rsc_colocation id=\"{c.Name}\" rsc=\"{c.Resource}\" with-rsc=\"{c.With}\" "
                + $"score=\"{Model.Scores.Format(c.Score)}\"/>");
        }

        foreach (var o in world.Orders.Values)
        {
            Line($"<rsc_order id=\"{o.Name}\" first=\"{o.First}\" then=\"{o.Then}\" "
                + $"kind=\"{(o.Mandatory ? "Mandatory" : "Optional")}\" "
                + $"symmetrical=\"{(o.Symmetrical ? "true" : "false")}\"/>");
        }
    }

    private void WriteStatus(World world, NodeObservation node)
    {
        var state = node.Condition switch
        {
            NodeCondition.Online => "in_ccm=\"true\" crmd=\"online\" join=\"member\" expected=\"member\"",
            NodeCondition.Unclean => "in_ccm=\"false\" crmd=\"offline\" join=\"down\" expected=\"member\"",
            _ => "in_ccm=\"false\" crmd=\"offline\" join=\"down\" expected=\"down\"",
        };
        Line($"<node_state id=\"{node.Id}\" uname=\"{node.Name}\" ha=\"active\" {state}>");
        var seen = world.Seen.Where(s => s.Key.Node == node.Name).Select(s => s.Value).ToList();
        Line($"<transient_attributes id=\"{node.Id}\"><instance_attributes id=\"{Id()}\">");
        foreach (var failed in seen.Where(s => s.FailureCount > 0))
        {
            Pair($"fail-count-{failed.Resource}", failed.FailureCount);
        }

        Line($"</instance_attributes></transient_attributes><lrm id=\"{node.Id}\"><lrm_resources>");
        foreach (var resource in seen)
        {
            var agent = resource.Resource == "fence" ? "class=\"stonith\" type=\"fence_x\""
                : "class=\"ocf\" provider=\"heartbeat\" type=\"Dummy\"";
            Line($"<lrm_resource id=\"{resource.Resource}\" {agent}>");
            Operation(resource.Resource, "last_0", "start", 0, 0);
            Operation(resource.Resource, "monitor_10000", "monitor", 10000, 0);
            if (resource.State == ObservedState.Failed)
            {
                Operation(resource.Resource, "last_failure_0", "monitor", 10000, 1);
            }

            Line("</lrm_resource>");
        }

        Line("</lrm_resources></lrm></node_state>");
    }

    private void Operation(string resource, string id, string operation, int interval, int code) =>
        Line($"<lrm_rsc_op id=\"{resource}_{id}\" operation_key=\"{resource}_{operation}_{interval}\" "
            + $"operation=\"{operation}\" crm_feature_set=\"3.0.7\" transition-key=\"{Ids}\" "
            + $"transition-magic=\"0:{code};{Ids}\" call-id=\"{++_calls}\" rc-code=\"{code}\" op-status=\"0\" "
            + $"interval=\"{interval}\" op-digest=\"{(interval == 0 ? PlainDigest : MonitorDigest)}\"/>");

    private void Pair(string name, object value) =>
        Line(string.Create(CultureInfo.InvariantCulture, $"<nvpair id=\"{Id()}\" name=\"{name}\" value=\"{value}\"/>"));

    private string Id() => $"i{++_ids}";

    private void Line(string line) => _text.Append(line).Append('\n');
}
