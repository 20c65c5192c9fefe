using Microkernel.Driver.V1;

namespace Microkernel.Drivers.Heartbeat.Tests.EndToEnd;

/// <summary>Two drivers as real processes on two hosts with two cables, over the kernel's own multicast.</summary>
public sealed class MulticastNamespaceTests
{
    private const string Group = "239.192.7.1";
    private const string Group6 = "ff15::7:1";

    /// <summary>One group on both rings: what is heard on one cable must not count for the other.</summary>
    [Fact]
    public async Task Rings_OfOneGroup_HeardEachOnItsOwnInterface()
    {
        await using var hosts = await TwoHosts.CreateAsync();
        await using var n1 = await StartAsync(hosts, 1, Ring(0, 1), Ring(1, 1));
        await using var n2 = await StartAsync(hosts, 2, Ring(0, 2), Ring(1, 2));
        await n1.UntilAsync("n2", peer => Heard(peer, "hb0") && Heard(peer, "hb1"), "heard on both rings");
        await n2.UntilAsync("n1", peer => Heard(peer, "hb0") && Heard(peer, "hb1"), "heard on both rings");
        await Wait.UntilAsync(
            async () => (await n1.GetHealthAsync()).State == Health.Types.State.Healthy,
            () => $"not healthy: {n1.Log}");

        await hosts.SetLinkAsync(1, 0, up: false);
        await n1.UntilAsync("n2", peer => !Heard(peer, "hb0"), "lost on hb0");
        await n2.UntilAsync("n1", peer => !Heard(peer, "hb0"), "lost on hb0");
        Assert.True(Heard(n1.Peer("n2")!, "hb1"));
        Assert.True(Heard(n2.Peer("n1")!, "hb1"));
        Assert.Equal(PeerState.Heard, n1.Peer("n2")!.State);
    }

    [Fact]
    public async Task Interface_TakenAwayAndMadeAnew_GroupIsJoinedAgain()
    {
        await using var hosts = await TwoHosts.CreateAsync();
        await using var n1 = await StartAsync(hosts, 1, Ring(0, 1));
        await using var n2 = await StartAsync(hosts, 2, Ring(0, 2));
        await n1.UntilAsync("n2", peer => peer.State == PeerState.Heard, "heard");
        await n2.UntilAsync("n1", peer => peer.State == PeerState.Heard, "heard");

        await hosts.RemoveAsync(0);
        await n1.UntilAsync("n2", peer => peer.State == PeerState.Silent, "silent");
        await hosts.ConnectAsync(0);

        await n1.UntilAsync("n2", peer => peer.State == PeerState.Heard, "heard again");
        await n2.UntilAsync("n1", peer => peer.State == PeerState.Heard, "heard again");
    }

    [Fact]
    public async Task Ttl_Set_IsThatOfThePackets()
    {
        await using var hosts = await TwoHosts.CreateAsync();
        await DropOnHost2Async(hosts, "ip", "daddr", Group, "ip", "ttl", "!=", "7", "drop");
        await using var n2 = await StartAsync(hosts, 2, Ring(0, 2), Ring(1, 2));
        var long0 = Ring(0, 1);
        long0.Multicast.Ttl = 7;
        await using var n1 = await StartAsync(hosts, 1, long0, Ring(1, 1));

        await n2.UntilAsync("n1", peer => Heard(peer, "hb0"), "heard where packets have the TTL");
        await Wait.UntilAsync(
            async () => (await n1.GetHealthAsync()).Problems.Any(problem =>
                problem.StartsWith("ring hb1, peer n2", StringComparison.Ordinal)
                && problem.Contains("do not answer ours", StringComparison.Ordinal)),
            () => $"n1 does not say that n2 does not answer: {n1.Log}");
        Assert.False(Heard(n2.Peer("n1")!, "hb1"));
    }

    [Fact]
    public async Task Rings_OverIPv6_Heard()
    {
        await using var hosts = await TwoHosts.CreateAsync();
        for (var host = 1; host <= 2; host++)
            await Command.RunAsync(
                "ip", "-n", hosts[host], "address", "add", $"fd00:3::{host}/64", "dev", "hb0", "nodad");
        await using var n1 = await StartAsync(hosts, 1, RingIPv6(1));
        await using var n2 = await StartAsync(hosts, 2, RingIPv6(2));

        await n1.UntilAsync("n2", peer => peer.State == PeerState.Heard, "heard");
        await n2.UntilAsync("n1", peer => peer.State == PeerState.Heard, "heard");

        // Nothing of it came by unicast.
        await DropOnHost2Async(hosts, "ip6", "daddr", "fd00:3::2", "meta", "l4proto", "udp", "drop");
        await Wait.UntilAsync(() => n2.Changes[^1].Time < Wait.Now, () => "time stands still");
        var before = n2.Changes.Count;
        await Wait.UntilAsync(() => n2.Changes.Count > before + 2, () => "n2 tells nothing more");
        Assert.Equal(PeerState.Heard, n2.Peer("n1")!.State);
    }

    /// <summary>A driver beside another on one host: both may be in the group, one of them is heard.</summary>
    [Fact]
    public async Task Driver_StartedBesideAnother_TakesOverWithoutSilence()
    {
        await using var hosts = await TwoHosts.CreateAsync();
        await using var n1 = await StartAsync(hosts, 1, Ring(0, 1));
        await using var old = await StartAsync(hosts, 2, Ring(0, 2));
        await n1.UntilAsync("n2", peer => peer.State == PeerState.Heard, "heard");
        var before = n1.Changes.Count;

        await using var young = await StartAsync(hosts, 2, Ring(0, 2));
        await young.UntilAsync("n1", peer => peer.State == PeerState.Heard, "heard");
        old.Kill();
        await Wait.UntilAsync(() => n1.Changes.Count > before + 3, () => "n1 tells nothing more");

        Assert.All(n1.Changes.Skip(before), change => Assert.Equal(PeerState.Heard, change.Peer.State));
    }

    private static async Task DropOnHost2Async(TwoHosts hosts, params string[] rule)
    {
        await NftAsync(hosts, "add", "table", "inet", "t");
        await NftAsync(hosts, "add", "chain", "inet", "t", "input", "{", "type", "filter", "hook", "input", "priority",
            "0", ";", "}");
        await NftAsync(hosts, ["add", "rule", "inet", "t", "input", .. rule]);
    }

    private static Task NftAsync(TwoHosts hosts, params string[] arguments) =>
        Command.RunAsync("ip", ["netns", "exec", hosts[2], "nft", .. arguments]);

    private static RingConfiguration Ring(int ring, int host) => new()
    {
        Name = $"hb{ring}",
        LocalAddress = TwoHosts.Address(ring, host),
        Members = { new RingMember { Node = $"n{3 - host}", Address = TwoHosts.Address(ring, 3 - host) } },
        Multicast = new RingMulticast { Address = Group },
    };

    private static RingConfiguration RingIPv6(int host) => new()
    {
        Name = "hb0",
        LocalAddress = $"fd00:3::{host}",
        Members = { new RingMember { Node = $"n{3 - host}", Address = $"fd00:3::{3 - host}" } },
        Multicast = new RingMulticast { Address = Group6 },
    };

    private static async Task<DriverProcess> StartAsync(TwoHosts hosts, int host, params RingConfiguration[] rings)
    {
        var driver = await DriverProcess.StartAsync($"n{host}", hosts[host]);
        var answer = await driver.ConfigureAsync(DriverProcess.Configuration($"n{host}", rings));
        Assert.Empty(answer.Problems);
        return driver;
    }

    private static bool Heard(PeerChange peer, string ring) =>
        peer.Rings.Single(candidate => candidate.Ring == ring).Heard;
}
