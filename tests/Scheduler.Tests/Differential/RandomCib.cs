using System.Globalization;
using System.Text;

namespace Microkernel.Scheduling.Tests.Differential;

/// <summary>Makes CIBs with clones, promotable clones, groups, rules, constraints, some of it running.</summary>
internal sealed class RandomCib(int seed)
{
    private const string Digest = "f2317cad3d54cec5d7d7aa7d0bf35cf8";
    private const string Ids = "5b147c87-dc9d-4d76-8c8b-8e8d8b8c8d8e";
    private const string Agent = "class=\"ocf\" provider=\"pacemaker\" type=\"Dummy\"";

    private readonly Random _random = new(seed);
    private readonly StringBuilder _text = new();
    private readonly List<string> _things = [];
    private readonly List<string> _promotable = [];
    private readonly List<string> _plain = [];
    private readonly List<string> _cloned = [];
    private int _ids;

    /// <summary>Returns the whole CIB.</summary>
    public string Write()
    {
        var nodes = 2 + _random.Next(3);
        Line("<cib crm_feature_set=\"3.0.7\" validate-with=\"pacemaker-3.0\" epoch=\"1\" num_updates=\"1\" "
            + "admin_epoch=\"0\" have-quorum=\"1\" dc-uuid=\"1\"><configuration><crm_config>"
            + $"<cluster_property_set id=\"{Id()}\">{Pair("no-quorum-policy", "stop")}</cluster_property_set>"
            + "</crm_config><nodes>");
        for (var i = 1; i <= nodes; i++)
        {
            var standby = i > 1 && OneIn(8) ? Pair("standby", "true") : "";
            Line($"<node id=\"{i}\" uname=\"n{i}\"><instance_attributes id=\"{Id()}\">{standby}"
                + $"{Pair("rack", $"r{i % 2}")}{Pair("speed", $"{_random.Next(100)}")}</instance_attributes></node>");
        }

        Line("</nodes><resources><primitive id=\"fence\" class=\"stonith\" type=\"fence_x\"/>");
        WriteResources();
        Line("</resources><constraints>");
        for (var i = _random.Next(5); i > 0; i--)
        {
            WriteConstraint(nodes);
        }

        Line("</constraints></configuration><status>");
        for (var i = 1; i <= nodes; i++)
        {
            WriteStatus(i, nodes);
        }

        Line("</status></cib>");
        return _text.ToString();
    }

    private void WriteResources()
    {
        var count = 2 + _random.Next(5);
        for (var i = 0; i < count; i++)
        {
            switch (_random.Next(5))
            {
                case 0:
                    WriteGroup(i);
                    break;
                case 1:
                    WriteClone(i, promotable: false);
                    break;
                case 2:
                    WriteClone(i, promotable: true);
                    break;
                default:
                    WritePrimitive($"p{i}", Meta());
                    _plain.Add($"p{i}");
                    _things.Add($"p{i}");
                    break;
            }
        }
    }

    private void WriteGroup(int number)
    {
        Line($"<group id=\"g{number}\">");
        for (var i = 0; i < 2 + _random.Next(2); i++)
        {
            WritePrimitive($"g{number}m{i}", "");
            _plain.Add($"g{number}m{i}");
        }

        Line("</group>");
        _things.Add($"g{number}");
    }

    private void WriteClone(int number, bool promotable)
    {
        Line($"<clone id=\"c{number}\"><meta_attributes id=\"{Id()}\">{Pair("interleave", OneIn(2) ? "true" : "false")}"
            + (promotable ? Pair("promotable", "true") : "") + (OneIn(4) ? Pair("clone-max", "1") : "")
            + "</meta_attributes>");
        WritePrimitive($"c{number}p", "");
        Line("</clone>");
        _things.Add($"c{number}");
        _cloned.Add($"c{number}p");
        if (promotable)
        {
            _promotable.Add($"c{number}");
        }
    }

    private string Meta() => $"<meta_attributes id=\"{Id()}\">"
        + Pair("resource-stickiness", $"{new[] { 0, 1, 100, 1000 }[_random.Next(4)]}")
        + (OneIn(4) ? Pair("priority", $"{_random.Next(10)}") : "")
        + (OneIn(12) ? Pair("target-role", "Stopped") : "") + "</meta_attributes>";

    private void WritePrimitive(string id, string meta) => Line($"<primitive id=\"{id}\" {Agent}>{meta}</primitive>");

    private void WriteConstraint(int nodes)
    {
        var (a, b) = (_things[_random.Next(_things.Count)], _things[_random.Next(_things.Count)]);
        var score = new[] { "INFINITY", "100", "10", "-10", "-INFINITY" }[_random.Next(5)];
        switch (_random.Next(4))
        {
            case 0:
                Line($"<rsc_location id=\"{Id()}\" rsc=\"{a}\" node=\"n{1 + _random.Next(nodes)}\" "
                    + $"score=\"{score}\"/>");
                break;
            case 1:
                Line($"<rsc_location id=\"{Id()}\" rsc=\"{a}\"><rule id=\"{Id()}\" score=\"{score}\"><expression "
                    + $"id=\"{Id()}\" attribute=\"rack\" operation=\"{(OneIn(2) ? "eq" : "ne")}\" value=\"r1\"/>"
                    + "</rule></rsc_location>");
                break;
            case 2 when string.CompareOrdinal(a, b) < 0:
                var role = _promotable.Contains(b) && OneIn(2) ? " with-rsc-role=\"Master\"" : "";
                Line($"<rsc_colocation id=\"{Id()}\" rsc=\"{a}\" with-rsc=\"{b}\" score=\"{score}\"{role}/>");
                break;
            case 3 when string.CompareOrdinal(a, b) > 0:
                var kind = OneIn(3) ? "Optional" : "Mandatory";
                Line($"<rsc_order id=\"{Id()}\" first=\"{b}\" then=\"{a}\" kind=\"{kind}\"/>");
                break;
        }
    }

    private void WriteStatus(int node, int nodes)
    {
        var lost = node > 1 && OneIn(8);
        var state = lost ? "in_ccm=\"false\" crmd=\"offline\" join=\"down\""
            : "in_ccm=\"true\" crmd=\"online\" join=\"member\"";
        Line($"<node_state id=\"{node}\" uname=\"n{node}\" {state} expected=\"member\">"
            + $"<transient_attributes id=\"{node}\"><instance_attributes id=\"{Id()}\">");
        foreach (var clone in _promotable)
        {
            Line(Pair($"master-{clone}p", $"{5 * _random.Next(1, 4)}"));
        }

        Line($"</instance_attributes></transient_attributes><lrm id=\"{node}\"><lrm_resources>");
        var seen = new Random(seed);
        foreach (var id in _plain)
        {
            var place = seen.Next(2 * nodes);
            History(id, place + 1 == node);
        }

        foreach (var id in _cloned)
        {
            if (OneIn(2))
            {
                History(id, OneIn(2));
            }
        }

        Line("</lrm_resources></lrm></node_state>");
    }

    private void History(string id, bool active)
    {
        var (task, code) = active ? ("start", 0) : ("monitor", 7);
        Line($"<lrm_resource id=\"{id}\" {Agent}><lrm_rsc_op id=\"{id}_last_0\" operation_key=\"{id}_{task}_0\" "
            + $"operation=\"{task}\" crm_feature_set=\"3.0.7\" transition-key=\"1:1:{code}:{Ids}\" "
            + $"transition-magic=\"0:{code};1:1:{code}:{Ids}\" call-id=\"1\" rc-code=\"{code}\" op-status=\"0\" "
            + $"interval=\"0\" op-digest=\"{Digest}\"/></lrm_resource>");
    }

    private bool OneIn(int count) => _random.Next(count) == 0;

    private string Pair(string name, string value) =>
        string.Create(CultureInfo.InvariantCulture, $"<nvpair id=\"{Id()}\" name=\"{name}\" value=\"{value}\"/>");

    private string Id() => $"i{++_ids}";

    private void Line(string line) => _text.Append(line).Append('\n');
}
