using Google.Protobuf.WellKnownTypes;
using Microkernel.Import.ClusterConf;
using Microkernel.Import.Sources;
using Microkernel.Model;
using Microkernel.Model.Validation;
using Microkernel.V1;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.Cib;

/// <summary>Primitives of class stonith: each becomes a FenceDevice.</summary>
internal sealed class CibStonith
{
    private readonly CibScope _cib;
    private readonly ObjectDraft _draft;
    private readonly List<string> _hosts = [];
    private V1.Object? _secrets;

    private CibStonith(CibScope cib, ObjectDraft draft)
    {
        _cib = cib;
        _draft = draft;
    }

    private FenceDeviceSpec Spec => _draft.Object.FenceDevice;

    public static void Import(
        SourceElement element, string id, string type, SourceElement? template, CibScope cib)
    {
        var draft = cib.Context.Add(
            new V1.Object { FenceDevice = new FenceDeviceSpec() }, cib.Claim("FenceDevice", id), element);
        cib.Refer(id, draft.Object.Name(), isDevice: true);
        var device = new CibStonith(cib, draft);
        var plugin = device.SetAgent(type, element);
        foreach (var pair in CibPrimitive.Pairs(element, template, "instance_attributes", cib))
        {
            device.ImportParameter(pair, plugin);
        }

        foreach (var (name, value) in plugin?.Fixed ?? new Dictionary<string, string>())
        {
            device.Spec.Parameters[name] = value;
        }

        var priority = 0;
        foreach (var pair in CibPrimitive.Pairs(element, template, "meta_attributes", cib))
        {
            priority = pair.Name == "priority" ? CibValues.Score(pair.Value) ?? 0 : priority;
            cib.Context.Say(
                pair.Name is "priority" or "target-role" ? Mapped : NoCounterpart, pair.Element,
                pair.Name == "priority" ? "the order of the FencingLevels"
                    : pair.Name == "target-role" ? "a fence device is always ready" : "it does not count at a fence device");
        }

        device.ImportOperations(element);
        if (cib.Defaults.FenceTimeout is { } timeout && device.Spec.Timeout is null)
        {
            device.Spec.Timeout = Duration.FromTimeSpan(timeout);
        }

        cib.Context.Say(Mapped, element, $"FenceDevice/{draft.Object.Name()}, {device.Spec.Agent}");
        cib.Devices.Add(new CibStonithDevice(id, draft, device._hosts, priority, element));
    }

    private StonithPlugin? SetAgent(string type, SourceElement element)
    {
        var (context, plugin) = (_cib.Context, StonithPlugin.Find(type));
        var agent = plugin?.Agent ?? (AgentNames.IsFenceAgent(type) && type.StartsWith("fence_", StringComparison.Ordinal)
            ? type : "fence_legacy");
        if (agent == "fence_legacy" && type != agent)
        {
            Spec.Parameters["plugin"] = type;
        }

        if (context.Options.FenceAgents.TryGetValue(agent, out var substitute)
            || context.Options.FenceAgents.TryGetValue(type, out substitute))
        {
            Spec.Agent = substitute;
            _draft.Comment("spec.agent", $"was {type}");
            context.Say(
                ChangedMeaning, element, element.Title, $"{substitute} takes the place of {type}, as was asked for", _draft);
            return plugin;
        }

        Spec.Agent = agent;
        if (plugin is not null)
        {
            var advice = FenceAgents.AdviceOn(agent);
            _draft.Comment("spec.agent", $"was stonith:{type}");
            context.Say(
                ChangedMeaning, element, element.Title,
                $"the plugin {type} is of Heartbeat's stonith; {agent} does its work, with its own names of parameters"
                    + (advice is null ? string.Empty : $", but {advice}"),
                _draft);
        }
        else if (agent == "fence_legacy")
        {
            context.Say(
                ChangedMeaning, element, element.Title,
                $"{type} is a plugin of Heartbeat's stonith (cluster-glue), which fence_legacy runs where it is installed;"
                    + $" better put another in its place (--fence-agent {type}=NAME)",
                _draft);
        }
        else if (FenceAgents.AdviceOn(agent) is { } why)
        {
            context.Say(ChangedMeaning, element, element.Title, $"{agent} is kept, but {why}", _draft);
        }

        return plugin;
    }

    private void ImportParameter(NvPair pair, StonithPlugin? plugin)
    {
        var name = plugin is null ? pair.Name : plugin.Names.GetValueOrDefault(pair.Name);
        if (pair.Name.StartsWith("pcmk_", StringComparison.Ordinal) || pair.Name is "action" or "option" or "stonith-timeout")
        {
            ImportPacemakers(pair);
        }
        else if (name == "*" || (plugin is null && pair.Name == "hostlist"))
        {
            ImportHosts(pair, pair.Value);
        }
        else if (name is null)
        {
            _cib.Context.Say(
                NoCounterpart, pair.Element, $"{Spec.Agent} has no such parameter", _draft);
        }
        else if (pair.Name == "interface" && name == "lanplus")
        {
            Set(pair, name, pair.Value == "lanplus" ? "1" : "0");
        }
        else if (pair.Name == "hypervisor_uri")
        {
            Set(pair, name, Uri.TryCreate(pair.Value, UriKind.Absolute, out var uri) ? uri.Host : pair.Value);
        }
        else
        {
            Set(pair, name, pair.Value);
        }
    }

    private void Set(NvPair pair, string name, string value)
    {
        if (!SecretNames.IsSecret(name) || value.Length == 0)
        {
            Spec.Parameters[name] = value;
            _cib.Context.Say(Mapped, pair.Element, $"{_draft.Object.Title()} parameter {name}");
            return;
        }

        _secrets ??= SecretDrafts.Add(_draft.Source, _draft.Object.Name(), _cib.Context);
        _secrets.Secret.Values[name] = value;
        Spec.SecretParameters[name] = new SecretReference { Secret = _secrets.Name(), Key = name };
        _cib.Context.Say(
            Mapped, pair.Element, $"{_draft.Object.Title()} secret parameter {name}, kept in {_secrets.Title()}");
    }

    private void ImportHosts(NvPair pair, string text)
    {
        if (text.Equals("AUTO", StringComparison.OrdinalIgnoreCase))
        {
            _cib.Context.Say(
                ChangedMeaning, pair.Element,
                "the device was asked which nodes it knows, by the names of its outlets; here it is a step of the levels of"
                    + " all nodes: say in hostMap what the device calls each, and take the levels away that are not its",
                _draft);
            return;
        }

        // vCenter's list has the machines' names behind the nodes'.
        foreach (var word in text.Split([' ', ',', ';'], StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = word.Split('=', 2);
            var node = _cib.Context.Nodes.Mention(parts[0], pair.Element).Object.Name();
            _hosts.Add(node);
            if (parts.Length == 2 || node != parts[0])
            {
                Spec.HostMap[node] = parts[^1];
            }
        }

        _cib.Context.Say(Mapped, pair.Element, $"FencingLevels of {string.Join(", ", _hosts)}");
    }

    private void ImportPacemakers(NvPair pair)
    {
        var context = _cib.Context;
        switch (pair.Name)
        {
            case "pcmk_host_list":
                ImportHosts(pair, pair.Value);
                break;
            case "pcmk_host_map":
                ImportMap(pair);
                break;
            case "pcmk_delay_base" or "pcmk_delay_max" when CibValues.Time(pair.Value) is { } delay:
                if (delay > Spec.Delay.ToTimeSpanOrNull().GetValueOrDefault())
                {
                    Spec.Delay = Duration.FromTimeSpan(delay);
                }

                context.Say(
                    pair.Name == "pcmk_delay_base" ? Mapped : ChangedMeaning, pair.Element,
                    pair.Name == "pcmk_delay_base" ? $"{_draft.Object.Title()} delay"
                        : "the delay is not random here: give the devices of two nodes different ones", _draft);
                break;
            case "pcmk_reboot_timeout" or "pcmk_off_timeout" or "stonith-timeout"
                when CibValues.Time(pair.Value) is { Ticks: > 0 } timeout:
                Spec.Timeout = Duration.FromTimeSpan(timeout);
                context.Say(Mapped, pair.Element, $"{_draft.Object.Title()} timeout");
                break;
            case "pcmk_host_check" or "pcmk_host_argument":
                context.Say(
                    pair.Value is "static-list" or "none" or "port" or "plug" ? Mapped : ChangedMeaning, pair.Element,
                    "the FencingLevels say which nodes a device fences", _draft);
                break;
            default:
                context.Say(
                    ChangedMeaning, pair.Element,
                    pair.Name.EndsWith("_action", StringComparison.Ordinal) || pair.Name is "action" or "option"
                        ? "fencing switches off and asks whether it is off; only then does the node come back"
                        : "how the agent is called has no settings here", _draft);
                break;
        }
    }

    // "node1:1;node2:2,3"
    private void ImportMap(NvPair pair)
    {
        foreach (var entry in pair.Value.Split([';', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (entry.Split([':', '='], 2) is not [var host, var port] || host.Length == 0)
            {
                CibValues.Wrong(pair, "NODE:PORT with semicolons between", _cib.Context);
                return;
            }

            var node = _cib.Context.Nodes.Mention(host, pair.Element).Object.Name();
            Spec.HostMap[node] = port;
            if (!_hosts.Contains(node))
            {
                _hosts.Add(node);
            }
        }

        _cib.Context.Say(Mapped, pair.Element, $"{_draft.Object.Title()} hostMap");
    }

    private void ImportOperations(SourceElement element)
    {
        foreach (var operations in element.TakeChildren("operations").ToList())
        {
            foreach (var op in operations.TakeChildren("op").ToList())
            {
                var interval = op.Find("interval")?.Value;
                var isMonitor = op.Find("name")?.Value == "monitor";
                op.TakeWhole();
                if (isMonitor && interval is not null && CibValues.Time(interval) is { Ticks: > 0 } every)
                {
                    Spec.MonitorInterval = Duration.FromTimeSpan(every);
                    _cib.Context.Say(Mapped, op, $"{_draft.Object.Title()} monitorInterval");
                }
                else
                {
                    _cib.Context.Say(
                        isMonitor ? Mapped : NoCounterpart, op,
                        isMonitor ? "a fence device is asked now and then whether it answers, always"
                            : "a fence device is not started or stopped");
                }
            }

            NvPairs.Ignore(operations, "id");
        }
    }
}
