using Microkernel.Core.State;
using Microkernel.Model;
using Microkernel.Node.V1;
using Microkernel.V1;
using Object = Microkernel.V1.Object;

namespace Microkernel.Core.Membership;

/// <summary>
/// Tells a cluster that forms anew, after all its hosts were off, from one that goes on. Only the first waits for all
/// its members, where the operator wants that. Pure.
/// </summary>
internal static class Formation
{
    /// <summary>Whether nothing may be started or fenced yet, as not all members have been there at one time.</summary>
    public static bool Waits(ClusterSnapshot snapshot) =>
        snapshot.Cluster.WaitForAll && !GoesOn(snapshot) && Missing(snapshot).Any();

    /// <summary>Members that are waited for; by name. A witness is not, nor who is surely off.</summary>
    public static IEnumerable<string> Missing(ClusterSnapshot snapshot) =>
        snapshot.OfKind(Object.SpecOneofCase.Node)
            .Where(node => node.Node.EffectiveRole() != NodeRole.Witness && !IsPresent(snapshot, node.Name()) &&
                snapshot.Members.GetValueOrDefault(node.Name())?.State != MemberState.Offline)
            .Select(node => node.Name())
            .Order(StringComparer.Ordinal);

    /// <summary>The record as it should be; null when it is, or when the cluster still forms.</summary>
    public static FormationRecord? Next(ClusterSnapshot snapshot)
    {
        if (Waits(snapshot)) return null;
        var after = snapshot.Formation?.Clone() ?? new FormationRecord();
        foreach (var gone in after.Boots.Keys
            .Where(node => snapshot.Find(Object.SpecOneofCase.Node, node) is null).ToList())
            after.Boots.Remove(gone);
        foreach (var node in snapshot.Members.Keys.Where(node => IsPresent(snapshot, node)))
            after.Boots[node] = BootOf(snapshot.Reports[node]);
        return after.Equals(snapshot.Formation) ? null : after;
    }

    /// <summary>Whether somebody who was there when the cluster was whole has not been off since.</summary>
    private static bool GoesOn(ClusterSnapshot snapshot) => snapshot.Formation is { } record &&
        snapshot.Members.Keys.Any(node => IsPresent(snapshot, node) &&
            record.Boots.TryGetValue(node, out var boot) && boot == BootOf(snapshot.Reports[node]));

    private static bool IsPresent(ClusterSnapshot snapshot, string node) =>
        snapshot.Members.GetValueOrDefault(node) is { State: MemberState.Online } member &&
        snapshot.Reports.GetValueOrDefault(node) is { Left: false } report && report.Incarnation == member.Incarnation;

    private static string BootOf(NodeReport report) => report.BootId.Length > 0 ? report.BootId : report.Incarnation;
}
