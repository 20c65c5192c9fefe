using Microkernel.Import.Sources;
using Microkernel.Model;
using Microkernel.Model.Validation;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.Cib;

/// <summary>Which agent does the work of a primitive: the same wherever there is one.</summary>
internal static class CibAgents
{
    // Debian 12 carries none of these (resource-agents 4.12, pacemaker-resource-agents 2.1.5).
    private static readonly Dictionary<string, string> Gone = new()
    {
        ["ocf:pacemaker:pingd"] = "ocf:pacemaker:ping does its work today, with the same parameters",
        ["ocf:lvm2:clvmd"] = "ocf:heartbeat:clvm runs the same daemon; LVM of today shares with ocf:heartbeat:lvmlockd",
        ["ocf:ocfs2:o2cb"] = "ocf:pacemaker:o2cb does its work today",
        ["ocf:heartbeat:drbd"] = "ocf:linbit:drbd, of drbd-utils, does its work today; drbd:resource is the project's own",
        ["ocf:lsb:iscsitarget"] = "iscsi:target is the project's own",
        ["lsb:iscsitarget"] = "the iSCSI Enterprise Target is gone from Debian; iscsi:target exports the disk by LIO or tgt",
        ["lsb:clvm"] = "ocf:heartbeat:clvm does its work today",
        ["ocf:heartbeat:SysInfo"] = "ocf:pacemaker:SysInfo does its work today",
    };

    private static readonly Dictionary<string, string> Native = new()
    {
        ["ocf:linbit:drbd"] = "drbd:resource",
        ["ocf:heartbeat:iSCSITarget"] = "iscsi:target, with its LUNs",
        ["ocf:heartbeat:iSCSILogicalUnit"] = "a LUN of iscsi:target",
        ["ocf:heartbeat:iscsi"] = "iscsi:session",
        ["ocf:heartbeat:Xen"] = "xen:domain, with parameter config in place of xmfile",
        ["ocf:heartbeat:iface-bridge"] = "bonding:bridge",
    };

    // Scripts of Heartbeat 1 that an OCF agent of the same name took the place of; parameters by position.
    private static readonly Dictionary<string, string[]> Heartbeat = new()
    {
        ["IPaddr"] = ["ip"],
        ["IPaddr2"] = ["ip"],
        ["Filesystem"] = ["device", "directory", "fstype", "options"],
        ["LVM"] = ["volgrpname"],
        ["MailTo"] = ["email", "subject"],
        ["Raid1"] = ["raidconf", "raiddev"],
        ["SendArp"] = ["ip", "nic"],
        ["apache"] = ["configfile"],
        ["db2"] = ["instance"],
        ["portblock"] = ["protocol", "portno", "action"],
    };

    /// <summary>Sets the agent, and says what is to know of it.</summary>
    public static void Set(
        string? type, string? provider, string agentType, SourceElement element, ObjectDraft draft,
        List<NvPair> parameters, CibScope cib)
    {
        var agent = NameOf(type, provider, agentType, element, draft, parameters, cib);
        if (cib.Context.Options.ResourceAgents.TryGetValue(agent, out var substitute))
        {
            draft.Comment("spec.agent", $"was {agent}");
            cib.Context.Say(
                ChangedMeaning, element, element.Title, $"{substitute} takes the place of {agent}, as was asked for",
                draft);
            draft.Object.Resource.Agent = substitute;
            return;
        }

        draft.Object.Resource.Agent = agent;
        if (!AgentNames.IsResourceAgent(agent))
        {
            cib.Context.Say(Error, element, element.Title, $"{agent}: expected {AgentNames.ExpectedResourceAgent}", draft);
        }
        else if (Gone.TryGetValue(agent, out var today))
        {
            cib.Context.Say(
                ChangedMeaning, element, element.Title,
                $"{agent} is kept, and Debian carries it no more: {today} (--resource-agent {agent}=NEW)", draft);
        }
        else if (Native.TryGetValue(agent, out var native))
        {
            cib.Context.Say(Mapped, element, element.Title, $"{agent} stays; the project's own agent would be {native}");
        }
    }

    private static string NameOf(
        string? type, string? provider, string agentType, SourceElement element, ObjectDraft draft,
        List<NvPair> parameters, CibScope cib)
    {
        switch (type)
        {
            case "ocf" when provider == "microkernel" && agentType.Split('.') is [var driver, var own]:
                return $"{driver}:{own}";
            case "ocf" or null or "":
                return $"ocf:{(string.IsNullOrEmpty(provider) ? "heartbeat" : provider)}:{agentType}";
            case "lsb" or "systemd":
                return $"{type}:{agentType}";
            case "service" or "upstart":
                Say(ChangedMeaning, $"{type}:{agentType} is run by systemd: systemd:{agentType}");
                return $"systemd:{agentType}";
            case "heartbeat" when Heartbeat.TryGetValue(agentType, out var names):
                Rename(parameters, names);
                Say(ChangedMeaning, $"the script of Heartbeat 1 is gone; ocf:heartbeat:{agentType} does its work");
                return $"ocf:heartbeat:{agentType}";
            default:
                Say(
                    NoCounterpart,
                    $"agents of class {type} have no counterpart; kept in its place as ocf:{type}:{agentType}, which"
                        + " Debian does not carry: it does not start until another agent is named"
                        + $" (--resource-agent ocf:{type}:{agentType}=NEW)");
                return $"ocf:{ObjectNamer.Valid(type)}:{ObjectNamer.Valid(agentType)}";
        }

        void Say(ImportSeverity severity, string outcome) =>
            cib.Context.Say(severity, element, element.Title, outcome, draft);
    }

    private static void Rename(List<NvPair> parameters, string[] names)
    {
        for (var i = 0; i < parameters.Count; i++)
        {
            if (int.TryParse(parameters[i].Name, out var place) && place >= 1 && place <= names.Length)
            {
                parameters[i] = parameters[i] with { Name = names[place - 1] };
            }
        }
    }
}
