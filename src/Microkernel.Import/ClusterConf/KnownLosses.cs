using System.Collections.Frozen;

namespace Microkernel.Import.ClusterConf;

/// <summary>What is to say of elements and attributes that are known and have no counterpart.</summary>
internal static class KnownLosses
{
    private const string Transport =
        "port, group and TTL are fields of the Ring: port, multicast.address and multicast.ttl";

    private const string Logging = "logs go to the journal; levels are a setting of the daemon";

    private static readonly FrozenDictionary<string, string> Elements = new Dictionary<string, string>
    {
        ["quorumd"] = "there is no quorum disk; a witness, a node that votes and runs nothing, does its work",
        ["heuristic"] = "there is no quorum disk; an ocf:pacemaker:ping or ethmonitor resource may watch a network",
        ["multicast"] = Transport,
        ["altmulticast"] = Transport,
        ["altname"] = "a second ring: declare a second Ring object with the nodes' addresses on that network",
        ["interface"] = Transport,
        ["unfence"] = "a node is given its storage back when it joins by its fence device's own action \"on\"",
        ["dlm"] = "the lock manager of cluster file systems keeps its own configuration (dlm.conf(5))",
        ["gfs_controld"] = "GFS2 needs no daemon today",
        ["group"] = "groupd is gone",
        ["logging"] = Logging,
        ["logging_daemon"] = Logging,
        ["clvmd"] = "clvmd keeps its own configuration (lvm.conf(5)); lvmlockd is today's",
        ["fence_xvmd"] = "the host's side of fence_xvm is fence_virtd, with its own configuration (fence_virt.conf(5))",
        ["uidgid"] = "who may ask the cluster is decided by the permissions of its socket",
        ["gulm"] = "the GULM lock manager is gone",
        ["events"] = "scripts on events have no counterpart; `mkctl events --follow` streams events",
        ["event"] = "scripts on events have no counterpart; `mkctl events --follow` streams events",
        ["resource-defaults"] = "defaults by type of resource have no counterpart: set them on each Resource",
        ["unfencedevices"] = "fence devices are the same for both",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> Attributes = new Dictionary<string, string>
    {
        ["cluster/alias"] = "there is one name",
        ["cman/transport"] = Transport,
        ["cman/port"] = Transport,
        ["cman/broadcast"] = Transport,
        ["cman/cluster_id"] = "clusters on one network are kept apart by their key",
        ["cman/hash_cluster_id"] = "clusters on one network are kept apart by their key",
        ["cman/keyfile"] = "heartbeats are authenticated with the cluster's own key",
        ["cman/quorum_dev_poll"] = "there is no quorum disk",
        ["cman/upgrading"] = "versions are negotiated node by node",
        ["cman/disallowed"] = "a node that was away comes back as a learner first",
        ["cman/shutdown_timeout"] = "a node that leaves moves its resources away first",
        ["cman/debug_mask"] = Logging,
        ["totem/secauth"] = "heartbeats are always authenticated",
        ["totem/keyfile"] = "heartbeats are authenticated with the cluster's own key",
        ["totem/rrp_mode"] = "all rings are used at the same time",
        ["fence_daemon/override_path"] = "an operator confirms through the API that a node is off",
        ["fence_daemon/override_time"] = "an operator's confirmation is taken at any time",
        ["fence_daemon/skip_undefined"] = "a node without a fencing level waits for an operator's confirmation",
        ["clusternode/weight"] = "the weight of a node in the lock manager (dlm.conf(5))",
        ["rm/log_level"] = Logging,
        ["rm/log_facility"] = Logging,
        ["rm/status_poll_interval"] = "monitors run by themselves; Cluster monitorInterval says how often",
        ["rm/status_child_max"] = "Cluster batchLimit bounds what runs at one time",
        ["rm/transition_throttling"] = "what is planned is a graph, there is nothing to throttle",
        ["rm/central_processing"] = "the leader always decides",
        ["rm/disabled"] = "remove the objects, or set maintenance of the Cluster, to have nothing managed",
    }.ToFrozenDictionary();

    /// <summary>Says what is to know of an element, also for all in it; null when it is not known.</summary>
    public static string? OfElement(string element) => Elements.GetValueOrDefault(element);

    /// <summary>Says what is to know of an attribute; null when it is not known.</summary>
    public static string? OfAttribute(string element, string attribute)
    {
        if (Attributes.TryGetValue($"{element}/{attribute}", out var text))
        {
            return text;
        }

        if (attribute.StartsWith("__", StringComparison.Ordinal))
        {
            return "rgmanager heeds it at resources in a service alone";
        }

        return element == "totem" ? "the protocol has no such setting" : null;
    }
}
