using System.Collections.Frozen;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.Cib;

/// <summary>What is to say of elements, attributes and properties that are known and have no counterpart.</summary>
internal static class CibLosses
{
    private const string Own = "Pacemaker's own bookkeeping";
    private const string Timing = "the leader is elected by Raft; its times are settings of the daemon";

    private static readonly FrozenDictionary<string, (ImportSeverity, string)> Properties =
        new Dictionary<string, (ImportSeverity, string)>
        {
            ["dc-version"] = (Mapped, Own),
            ["cluster-infrastructure"] = (Mapped, Own),
            ["last-lrm-refresh"] = (Mapped, Own),
            ["have-watchdog"] = (Mapped, Own),
            ["expected-quorum-votes"] = (Mapped, Own),
            ["cluster-name"] = (ChangedMeaning, "the name is a setting of each node's daemon"),
            ["stonith-action"] = (ChangedMeaning,
                "fencing switches off and asks whether it is off; only then does the node come back"),
            ["stonith-watchdog-timeout"] = (NoCounterpart, "a watchdog is a setting of the daemon"),
            ["stonith-max-attempts"] = (NoCounterpart, "a failed fencing is tried again until it succeeds"),
            ["fence-reaction"] = (NoCounterpart, "a node that is fenced and still runs stops at once"),
            ["dc-deadtime"] = (NoCounterpart, Timing),
            ["election-timeout"] = (NoCounterpart, Timing),
            ["cluster-delay"] = (NoCounterpart, "operations have timeouts of their own, and networks are not guessed"),
            ["cluster-recheck-interval"] = (NoCounterpart, "what hangs on time is planned anew when the time comes"),
            ["join-integration-timeout"] = (NoCounterpart, Timing),
            ["join-finalization-timeout"] = (NoCounterpart, Timing),
            ["crmd-integration-timeout"] = (NoCounterpart, Timing),
            ["crmd-finalization-timeout"] = (NoCounterpart, Timing),
            ["shutdown-escalation"] = (NoCounterpart, "stops have timeouts of their own"),
            ["transition-delay"] = (NoCounterpart, "plans begin at once"),
            ["enable-acl"] = (NoCounterpart, "who may do what is decided by certificates and their roles"),
            ["load-threshold"] = (NoCounterpart, "load does not slow the cluster down"),
            ["node-action-limit"] = (NoCounterpart, "Cluster batchLimit bounds what runs at one time"),
            ["remove-after-stop"] = (NoCounterpart, "what stopped is forgotten when it is no longer declared"),
            ["stop-orphan-actions"] = (NoCounterpart, "monitors end with what they watch"),
            ["pe-error-series-max"] = (NoCounterpart, "events tell what was planned, within their own bound"),
            ["pe-warn-series-max"] = (NoCounterpart, "events tell what was planned, within their own bound"),
            ["pe-input-series-max"] = (NoCounterpart, "events tell what was planned, within their own bound"),
            ["is-managed-default"] = (NoCounterpart, "set managed: false on each Resource, or maintenance"),
            ["default-resource-failure-stickiness"] = (NoCounterpart, "migrationThreshold counts failures today"),
        }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> Elements = new Dictionary<string, string>
    {
        ["acls"] = "who may do what is decided by certificates and their roles",
        ["alerts"] = "scripts on events have no counterpart; `mkctl events --follow` streams them, metrics feed alerts",
        ["rsc_ticket"] = "tickets between sites (booth) have no counterpart",
        ["bundle"] = "containers that the cluster makes have no counterpart; ocf:heartbeat:podman runs one",
        ["op_defaults"] = "see what is in it",
        ["status"] = "the state is not imported; --with-status reads it",
    }.ToFrozenDictionary();

    public static (ImportSeverity Severity, string Outcome) OfProperty(string property) =>
        Properties.TryGetValue(property, out var known) ? known : (NoCounterpart, "it is not known");

    public static string? OfElement(string element) => Elements.GetValueOrDefault(element);

    public static string? OfAttribute(string element, string attribute) => attribute switch
    {
        "id" => "a name within the file",
        "description" => "a text for people",
        _ => null,
    };
}
