using Microkernel.Driver.V1;

namespace Microkernel.Drivers.Heartbeat.Tests.EndToEnd;

/// <summary>Two drivers as real processes on two hosts with two cables.</summary>
public sealed class NamespaceTests
{
    [Fact]
    public async Task Links_TakenDownOneByOne_StillHeardThenSilentThenHeardAgain()
    {
        await using var hosts = await TwoHosts.CreateAsync();
        await using var n1 = await StartAsync(hosts, 1);
        await using var n2 = await StartAsync(hosts, 2);
        await n1.UntilAsync("n2", IsHeardOnBoth, "heard on both rings");
        await n2.UntilAsync("n1", IsHeardOnBoth, "heard on both rings");
        await n1.UntilAsync("n2", peer => peer.CoreAttached && peer.CoreEpoch == 3, "with its core");

        await hosts.SetLinkAsync(1, 0, up: false);
        await n1.UntilAsync("n2", peer => !Heard(peer, "hb0"), "lost on hb0");
        await n2.UntilAsync("n1", peer => !Heard(peer, "hb0"), "lost on hb0");
        Assert.Equal(PeerState.Heard, n1.Peer("n2")!.State);
        Assert.True(Heard(n1.Peer("n2")!, "hb1"));

        await hosts.SetLinkAsync(1, 1, up: false);
        await n1.UntilAsync("n2", peer => peer.State == PeerState.Silent, "silent");
        await n2.UntilAsync("n1", peer => peer.State == PeerState.Silent, "silent");
        Assert.DoesNotContain(n1.Changes, change => change.Peer.State == PeerState.Left);

        await hosts.SetLinkAsync(1, 0, up: true);
        await hosts.SetLinkAsync(1, 1, up: true);
        await n1.UntilAsync("n2", IsHeardOnBoth, "heard again on both rings");
        await n2.UntilAsync("n1", IsHeardOnBoth, "heard again on both rings");
    }

    /// <summary>What rebinds corosync to loopback, so that both halves go on alone (corosync issue 348).</summary>
    [Fact]
    public async Task Address_TakenAwayAndGivenBack_SilentOnlyMeanwhile()
    {
        await using var hosts = await TwoHosts.CreateAsync();
        await using var n1 = await StartAsync(hosts, 1);
        await using var n2 = await StartAsync(hosts, 2);
        await n1.UntilAsync("n2", IsHeardOnBoth, "heard on both rings");
        await n2.UntilAsync("n1", IsHeardOnBoth, "heard on both rings");

        await hosts.SetAddressAsync(1, 0, present: false);
        await hosts.SetAddressAsync(1, 1, present: false);
        await n1.UntilAsync("n2", peer => peer.State == PeerState.Silent, "silent");
        await n2.UntilAsync("n1", peer => peer.State == PeerState.Silent, "silent");
        await Wait.UntilAsync(
            async () => (await n1.GetHealthAsync()).Problems.Any(
                problem => problem.Contains("sending fails", StringComparison.Ordinal)),
            () => "the driver does not say that sending fails");

        await hosts.SetAddressAsync(1, 0, present: true);
        await hosts.SetAddressAsync(1, 1, present: true);
        await n1.UntilAsync("n2", IsHeardOnBoth, "heard again on both rings");
        await n2.UntilAsync("n1", IsHeardOnBoth, "heard again on both rings");
    }

    [Fact]
    public async Task Driver_KilledAndStartedAgain_HeardWithNewInstance()
    {
        await using var hosts = await TwoHosts.CreateAsync();
        await using var n1 = await StartAsync(hosts, 1);
        await using (var n2 = await StartAsync(hosts, 2))
        {
            await n1.UntilAsync("n2", IsHeardOnBoth, "heard on both rings");
            n2.Kill();
        }
        await n1.UntilAsync("n2", peer => peer.State == PeerState.Silent, "silent");

        await using var again = await StartAsync(hosts, 2);

        await n1.UntilAsync("n2", IsHeardOnBoth, "heard again on both rings");
        await again.UntilAsync("n1", IsHeardOnBoth, "heard on both rings");
    }

    /// <summary>A swap: the new driver binds and is heard while the old one still runs.</summary>
    [Fact]
    public async Task Driver_StartedBesideAnother_TakesOverWithoutSilence()
    {
        await using var hosts = await TwoHosts.CreateAsync();
        await using var n1 = await StartAsync(hosts, 1);
        await using var old = await StartAsync(hosts, 2);
        await n1.UntilAsync("n2", IsHeardOnBoth, "heard on both rings");
        var before = n1.Changes.Count;

        await using var young = await StartAsync(hosts, 2);
        await young.UntilAsync("n1", IsHeardOnBoth, "heard on both rings");
        old.Kill();
        await Wait.UntilAsync(() => n1.Changes.Count > before + 3, () => "n1 tells nothing more");

        Assert.All(n1.Changes.Skip(before), change => Assert.Equal(PeerState.Heard, change.Peer.State));
    }

    private static async Task<DriverProcess> StartAsync(TwoHosts hosts, int host)
    {
        var peer = 3 - host;
        var driver = await DriverProcess.StartAsync($"n{host}", hosts[host]);
        var rings = Enumerable.Range(0, 2).Select(ring => new RingConfiguration
        {
            Name = $"hb{ring}",
            LocalAddress = TwoHosts.Address(ring, host),
            Members = { new RingMember { Node = $"n{peer}", Address = TwoHosts.Address(ring, peer) } },
        });
        var answer = await driver.ConfigureAsync(DriverProcess.Configuration($"n{host}", [.. rings]));
        Assert.Empty(answer.Problems);
        return driver;
    }

    private static bool IsHeardOnBoth(PeerChange peer) =>
        peer.State == PeerState.Heard && Heard(peer, "hb0") && Heard(peer, "hb1");

    private static bool Heard(PeerChange peer, string ring) =>
        peer.Rings.Single(candidate => candidate.Ring == ring).Heard;
}
