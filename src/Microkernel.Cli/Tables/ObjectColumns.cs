using System.Globalization;
using Microkernel.Model;
using Microkernel.V1;
using SpecCase = Microkernel.V1.Object.SpecOneofCase;

namespace Microkernel.Cli.Tables;

/// <summary>What is worth a column in a list of objects, kind by kind.</summary>
internal static class ObjectColumns
{
    /// <summary>Returns headers of the columns between name and age.</summary>
    public static string[] Headers(SpecCase kind) => kind switch
    {
        SpecCase.Cluster => ["NO-QUORUM", "FENCING", "MAINTENANCE", "HEARTBEAT", "LOST-AFTER"],
        SpecCase.Node => ["ID", "ROLE", "STANDBY", "MAINTENANCE"],
        SpecCase.Ring => ["PORT", "ADDRESSES"],
        SpecCase.FenceDevice => ["AGENT", "TIMEOUT", "PARAMETERS"],
        SpecCase.FencingLevel => ["NODE", "LEVEL", "DEVICES"],
        SpecCase.Resource => ["AGENT", "TARGET", "PARAMETERS"],
        SpecCase.Group => ["TARGET", "MEMBERS"],
        SpecCase.Location => ["RESOURCE", "NODE", "SCORE"],
        SpecCase.Colocation => ["RESOURCE", "WITH", "SCORE"],
        SpecCase.Order => ["FIRST", "THEN", "KIND"],
        SpecCase.Secret => ["KEYS"],
        _ => [],
    };

    /// <summary>Returns the texts of those columns.</summary>
    public static string[] Values(V1.Object o) => o.SpecCase switch
    {
        SpecCase.Cluster => Cluster(EffectiveCluster.Of(o.Cluster)),
        SpecCase.Node =>
            [Number(o.Node.Id), o.Node.EffectiveRole().ToString(), YesNo(o.Node.Standby), YesNo(o.Node.Maintenance)],
        SpecCase.Ring =>
            [Number((uint)o.Ring.EffectivePort()), Join(o.Ring.Addresses.Select(a => $"{a.Node}={a.Address}"))],
        SpecCase.FenceDevice =>
            [o.FenceDevice.Agent, Duration(EffectiveFenceDevice.Of(o.FenceDevice).Timeout),
                Pairs(o.FenceDevice.Parameters)],
        SpecCase.FencingLevel =>
            [o.FencingLevel.Node, Number(o.FencingLevel.Level), Join(o.FencingLevel.Devices.Select(d => d.Device))],
        SpecCase.Resource =>
            [o.Resource.Agent, Target(o.Resource.TargetRole, o.Resource.HasManaged, o.Resource.Managed),
                Pairs(o.Resource.Parameters)],
        SpecCase.Group => [Target(o.Group.TargetRole, o.Group.HasManaged, o.Group.Managed), Join(o.Group.Members)],
        SpecCase.Location => [o.Location.Resource, o.Location.Node, Scores.Format(o.Location.Score)],
        SpecCase.Colocation => [o.Colocation.Resource, o.Colocation.With, Scores.Format(o.Colocation.Score)],
        SpecCase.Order => [o.Order.First, o.Order.Then, o.Order.EffectiveKind().ToString()],
        SpecCase.Secret => [Join(o.Secret.Values.Keys.Order(StringComparer.Ordinal))],
        _ => [],
    };

    private static string[] Cluster(EffectiveCluster cluster) =>
    [
        cluster.NoQuorumPolicy.ToString(), cluster.FencingEnabled ? "enabled" : "DISABLED", YesNo(cluster.Maintenance),
        Duration(cluster.HeartbeatInterval), Duration(cluster.HeartbeatTimeout),
    ];

    private static string Target(TargetRole role, bool hasManaged, bool managed) =>
        (role == TargetRole.Stopped ? "Stopped" : "Started") + (hasManaged && !managed ? ", unmanaged" : string.Empty);

    private static string Pairs(IEnumerable<KeyValuePair<string, string>> pairs) =>
        Join(pairs.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={p.Value}"));

    private static string Join(IEnumerable<string> texts) => string.Join(' ', texts);

    private static string YesNo(bool value) => value ? "yes" : "no";

    private static string Number(uint number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Duration(TimeSpan duration) => DurationText.Format(duration);
}
