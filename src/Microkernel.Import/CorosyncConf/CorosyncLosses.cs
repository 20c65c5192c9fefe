using System.Collections.Frozen;

namespace Microkernel.Import.CorosyncConf;

/// <summary>What is to say of sections and keys that are known and have no counterpart.</summary>
internal static class CorosyncLosses
{
    private const string Multicast = "a Ring says so: multicast with an address, or unicast without";
    private const string Logging = "logs go to the journal; levels are a setting of the daemon";

    private static readonly FrozenDictionary<string, string> Elements = new Dictionary<string, string>
    {
        ["logging"] = Logging,
        ["logger_subsys"] = Logging,
        ["amf"] = "the availability framework of openais is gone",
        ["aisexec"] = "the daemon's user is set in its systemd unit",
        ["event"] = "the event service of openais is gone",
        ["service"] = "services are no plugins of the daemon",
        ["uidgid"] = "who may ask the cluster is decided by the permissions of its socket",
        ["device"] = "there is no quorum device; a witness, a node that votes and runs nothing, does its work",
        ["net"] = "there is no quorum device; a witness, a node that votes and runs nothing, does its work",
        ["system"] = "scheduling of the daemon is set in its systemd unit",
        ["resources"] = "a watchdog is a setting of the daemon",
        ["totem"] = "a second section totem",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> Keys = new Dictionary<string, string>
    {
        ["totem/version"] = "the version of the file's form",
        ["totem/secauth"] = "heartbeats are always authenticated",
        ["totem/crypto_cipher"] = "heartbeats are always authenticated",
        ["totem/crypto_hash"] = "heartbeats are always authenticated",
        ["totem/crypto_model"] = "heartbeats are always authenticated",
        ["totem/keyfile"] = "heartbeats are authenticated with the cluster's own key",
        ["totem/threads"] = "there is no such setting",
        ["totem/rrp_mode"] = "rings are active or passive: ringMode of the Cluster",
        ["totem/link_mode"] = "rings are active or passive: ringMode of the Cluster",
        ["totem/netmtu"] = "the largest packet is a field of each Ring: mtu",
        ["totem/transport"] = Multicast,
        ["totem/ip_version"] = "seen from the addresses",
        ["interface/mcastaddr"] = Multicast,
        ["interface/broadcast"] = Multicast,
        ["interface/ttl"] = Multicast,
        ["quorum/provider"] = "quorum is a majority of the nodes, always",
        ["quorum/auto_tie_breaker"] = "a witness breaks ties",
        ["quorum/last_man_standing"] = "quorum is a majority of the nodes, always",
        ["node/quorum_votes"] = "each node has one vote here",
    }.ToFrozenDictionary();

    /// <summary>Says what is to know of a section, also for all in it; null when it is not known.</summary>
    public static string? OfElement(string element) => Elements.GetValueOrDefault(element);

    /// <summary>Says what is to know of a key; null when it is not known.</summary>
    public static string? OfAttribute(string element, string key)
    {
        if (Keys.TryGetValue($"{element}/{key}", out var text))
        {
            return text;
        }

        return element is "totem" or "interface" ? "the protocol has no such setting" : null;
    }
}
