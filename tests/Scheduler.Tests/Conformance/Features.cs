namespace Microkernel.Scheduling.Tests.Conformance;

/// <summary>What a case makes use of.</summary>
internal static class Features
{
    private static readonly (string Feature, string Sign)[] InXml =
    [
        ("groups", "<group "), ("clones", "<clone "), ("locations", "<rsc_location"), ("rules", "<rule "),
        ("colocations", "<rsc_colocation"), ("orders", "<rsc_order"), ("sets", "<resource_set"),
        ("utilization", "<utilization"), ("templates", "<template "), ("health of nodes", "node-health-strategy"),
        ("live migration", "name=\"allow-migrate\" value=\"true\""), ("no quorum", "have-quorum=\"0\""),
        ("no quorum", "have-quorum=\"false\""), ("stickiness", "resource-stickiness"),
        ("failures that count", "name=\"fail-count"), ("priority", "name=\"priority\""),
        ("standby", "name=\"standby\" value=\"on\""), ("standby", "name=\"standby\" value=\"true\""),
        ("promotable clones", "name=\"promotable\" value=\"true\""), ("promotable clones", "<master "),
    ];

    private static readonly (string Feature, string Sign)[] InSummary =
    [
        ("fencing", "* Fencing "), ("failed operations", "FAILED"), ("unmanaged or maintenance", "unmanaged"),
        ("unmanaged or maintenance", "maintenance"), ("orphans", "ORPHANED"), ("blocked", "blocked"),
        ("pending nodes and operations", "pending"),
    ];

    public static IEnumerable<string> Of(string xml, string summary) =>
        InXml.Where(f => xml.Contains(f.Sign, StringComparison.Ordinal))
            .Concat(InSummary.Where(f => summary.Contains(f.Sign, StringComparison.Ordinal)))
            .Select(f => f.Feature).Distinct();
}
