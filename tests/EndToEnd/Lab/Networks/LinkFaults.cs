using System.Globalization;
using Microkernel.EndToEnd.Processes;

namespace Microkernel.EndToEnd.Networks;

/// <summary>Makes the lab's networks lose packets: between two hosts or all, one way or both.</summary>
/// <remarks>
/// The switch drops the packets by nftables rules, so the hosts keep their carrier: the path is broken, not the cable.
/// The relay of the lab still reaches each host, so that a test can look at both sides.
/// For a pulled cable see <see cref="UnplugAsync"/>.
/// </remarks>
public sealed class LinkFaults : IDisposable
{
    /// <summary>nftables commands that create the table without any rule.</summary>
    public const string EmptyTable =
        "table bridge lab {\n  chain links {\n    type filter hook forward priority 0; policy accept;\n  }\n}\n";

    private readonly Lab _lab;
    private readonly SortedSet<string> _rules = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turn = new(1, 1);

    internal LinkFaults(Lab lab) => _lab = lab;

    /// <summary>Cuts a host off from everything, on some networks or (when none is named) on all.</summary>
    public Task IsolateAsync(string host, params string[] networks) => ChangeAsync(
        Ports(host, networks).SelectMany(p => new[] { $"iifname \"{p}\" drop", $"oifname \"{p}\" drop" }));

    /// <summary>Cuts what two hosts say to each other, on some networks or (when none is named) on all.</summary>
    public Task CutAsync(string host, string other, params string[] networks) =>
        ChangeAsync([.. OneWay(host, other, networks), .. OneWay(other, host, networks)]);

    /// <summary>Cuts what one host says to another, but not the answers.</summary>
    public Task CutOneWayAsync(string from, string to, params string[] networks) =>
        ChangeAsync(OneWay(from, to, networks));

    /// <summary>Loses a share of the packets that a host gets.</summary>
    /// <param name="host">The host.</param>
    /// <param name="percent">Share lost, from 1 to 100.</param>
    /// <param name="networks">The networks; all when none is named.</param>
    public Task LoseAsync(string host, int percent, params string[] networks)
    {
        var share = percent.ToString(CultureInfo.InvariantCulture);
        return ChangeAsync(Ports(host, networks).Select(p => $"oifname \"{p}\" numgen random mod 100 < {share} drop"));
    }

    /// <summary>Mends everything that this object has cut, unplugged cables excepted.</summary>
    public async Task HealAsync()
    {
        lock (_rules)
        {
            _rules.Clear();
        }

        await ChangeAsync([]);
    }

    /// <summary>Pulls the cable of a host out of a network: the host sees its carrier go.</summary>
    public Task UnplugAsync(string host, string network) => SetPortAsync(host, network, "down");

    /// <summary>Plugs the cable back in.</summary>
    public Task PlugAsync(string host, string network) => SetPortAsync(host, network, "up");

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private IEnumerable<string> Ports(string host, string[] networks)
    {
        var spec = _lab.Topology.Host(host);
        return (networks.Length == 0 ? spec.Networks : networks).Select(spec.PortOn);
    }

    private IEnumerable<string> OneWay(string from, string to, string[] networks)
    {
        var (source, target) = (_lab.Topology.Host(from), _lab.Topology.Host(to));
        return (networks.Length == 0 ? source.Networks.Intersect(target.Networks) : networks)
            .Select(n => $"iifname \"{source.PortOn(n)}\" oifname \"{target.PortOn(n)}\" drop");
    }

    private async Task ChangeAsync(IEnumerable<string> more)
    {
        await _turn.WaitAsync();
        try
        {
            string[] all;
            lock (_rules)
            {
                _rules.UnionWith(more);
                all = [.. _rules];
            }

            // One file is one transaction: no packet sees half of it.
            var commands = all.Select(r => $"add rule bridge lab links {r}").Prepend("flush chain bridge lab links");
            (await _lab.ExecuteAsync(["nft", "-f", "-"], string.Join('\n', commands) + '\n')).EnsureSuccess();
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task SetPortAsync(string host, string network, string state)
    {
        var port = _lab.Topology.Host(host).PortOn(network);
        (await _lab.ExecuteAsync(["ip", "link", "set", port, state])).EnsureSuccess();
    }
}
