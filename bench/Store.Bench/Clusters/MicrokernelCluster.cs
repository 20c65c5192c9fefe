using System.Diagnostics;
using System.Globalization;

namespace Store.Bench.Clusters;

/// <summary>Members of the embedded store, which this program itself can be.</summary>
internal sealed class MicrokernelCluster(ClusterPlan plan) : ServerCluster(plan, FirstPort)
{
    private const int FirstPort = 17401;

    protected override ProcessStartInfo Command(int member)
    {
        var info = new ProcessStartInfo(Environment.ProcessPath!);
        foreach (string argument in new[]
        {
            "server", Text(member + 1), DirectoryOf(member), string.Join(',', Endpoints),
            Text(Plan.Heartbeat.TotalMilliseconds), Text(Plan.Election.TotalMilliseconds),
            Plan.KeepLog ? "keep-log" : "snapshots",
        })
            info.ArgumentList.Add(argument);
        return info;
    }

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
