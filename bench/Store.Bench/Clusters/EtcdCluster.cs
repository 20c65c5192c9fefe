using System.Diagnostics;
using System.Globalization;

namespace Store.Bench.Clusters;

/// <summary>Members of Debian's etcd (package etcd-server).</summary>
internal sealed class EtcdCluster(ClusterPlan plan) : ServerCluster(plan, FirstPort)
{
    private const int FirstPort = 17421;

    /// <summary>Above what the largest measurement writes; the default of 2 GB is not.</summary>
    private const long QuotaBytes = 8L << 30;

    protected override ProcessStartInfo Command(int member)
    {
        var members = Enumerable.Range(0, Plan.Members).Select(i => $"{Name(i)}={PeerUrl(i)}");
        var info = new ProcessStartInfo("etcd");
        var arguments = new List<string>
        {
            "--name", Name(member), "--data-dir", DirectoryOf(member), "--log-level", "error",
            "--initial-cluster", string.Join(',', members),
            "--listen-client-urls", ClientUrl(member), "--advertise-client-urls", ClientUrl(member),
            "--listen-peer-urls", PeerUrl(member), "--initial-advertise-peer-urls", PeerUrl(member),
            "--heartbeat-interval", Text(Plan.Heartbeat), "--election-timeout", Text(Plan.Election),
            "--quota-backend-bytes", QuotaBytes.ToString(CultureInfo.InvariantCulture),
        };
        if (Plan.KeepLog)
            arguments.AddRange(["--snapshot-count", "100000000"]);
        foreach (string argument in arguments)
            info.ArgumentList.Add(argument);
        return info;
    }

    private static string Name(int member) => string.Create(CultureInfo.InvariantCulture, $"m{member}");

    private static string Text(TimeSpan time) => time.TotalMilliseconds.ToString(CultureInfo.InvariantCulture);

    private string ClientUrl(int member) => "http://" + Endpoints[member];

    private string PeerUrl(int member) =>
        string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{SparePort(member)}");
}
