using Microkernel.Consensus;

namespace Consensus.Tests.Cluster;

public sealed class DiskTests
{
    [Fact]
    public async Task LeaderDisk_Hangs_AnotherLeadsAndNothingIsLost()
    {
        await using var cluster = await ClusterHost.StartAsync(3);
        var leader = await cluster.LeaderAsync();
        await ClusterHost.ProposeAsync(leader, "before");
        var old = leader.Status.Id;

        cluster.Files(old).Hang();
        var pending = ClusterHost.ProposeAsync(leader, "during");
        await Eventually.HoldsAsync(
            () => cluster.Members.Any(member => member.Status is { IsQuorateLeader: true } status && status.Id != old),
            () => string.Join("; ", cluster.Members.Select(member => member.Status)));
        var next = cluster.Members.First(member => member.Status.IsQuorateLeader && member.Status.Id != old);
        await ClusterHost.ProposeAsync(next, "after");

        // Ticks and messages go on while the disk hangs: the old leader follows the new one.
        await Eventually.HoldsAsync(
            () => leader.Status.LeaderId == next.Status.Id && leader.Status.HasQuorum, () => $"{leader.Status}");

        cluster.Files(old).Release();
        await pending;
        await leader.ReadIndexAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["after", "before", "during"], cluster.Machine(old).Values.Order());
    }

    [Fact]
    public async Task Disk_Full_StopsTheMemberWithTheReason()
    {
        await using var cluster = await ClusterHost.StartAsync(1);
        var member = await cluster.LeaderAsync();
        await ClusterHost.ProposeAsync(member, "kept");

        cluster.Files(1).Fill();
        await Assert.ThrowsAsync<ProposalOutcomeUnknownException>(() => ClusterHost.ProposeAsync(member, "lost"));
        var reason = await Assert.ThrowsAsync<IOException>(() => member.Completion);
        Assert.Contains("No space left", reason.Message);
        await Assert.ThrowsAsync<RaftUnavailableException>(() => ClusterHost.ProposeAsync(member, "late"));
    }

    /// <summary>A sync that failed may seem to succeed when it is tried again, with the data gone.</summary>
    [Fact]
    public async Task Disk_FailsToSyncOnce_StopsTheMemberForGood()
    {
        await using var cluster = await ClusterHost.StartAsync(3);
        var leader = await cluster.LeaderAsync();
        await ClusterHost.ProposeAsync(leader, "kept");
        var failed = leader.Status.Id;

        cluster.Files(failed).FailSync();
        _ = ClusterHost.ProposeAsync(leader, "unknown").ContinueWith(
            task => _ = task.Exception, TestContext.Current.CancellationToken, TaskContinuationOptions.None,
            TaskScheduler.Default);
        var reason = await Assert.ThrowsAsync<IOException>(() => leader.Completion);

        Assert.Contains("Input/output error", reason.Message);
        await Eventually.HoldsAsync(
            () => cluster.Members.Any(member => member.Status.IsQuorateLeader && member.Status.Id != failed),
            () => string.Join("; ", cluster.Members.Select(member => member.Status)));
    }

    [Fact]
    public async Task SingleMember_KilledAndStarted_KeepsWhatItAcknowledged()
    {
        await using var cluster = await ClusterHost.StartAsync(1);
        var expected = Enumerable.Range(0, 100).Select(i => $"v{i}").ToList();
        var member = await cluster.LeaderAsync();
        foreach (var value in expected)
        {
            await ClusterHost.ProposeAsync(member, value);
        }

        await cluster.KillAsync(1);
        await cluster.StartMemberAsync(1);
        await cluster.Member(1).ReadIndexAsync(TestContext.Current.CancellationToken);
        Assert.Equal(expected, cluster.Machine(1).Values);
    }

    [Fact]
    public async Task Directory_InUse_IsRefused()
    {
        await using var cluster = await ClusterHost.StartAsync(1);

        var refusal = await Assert.ThrowsAsync<IOException>(() => cluster.StartMemberAsync(1));
        Assert.Contains("in use", refusal.Message);
    }

    [Fact]
    public async Task Directory_LogGone_IsRefused()
    {
        await using var cluster = await ClusterHost.StartAsync(1);
        await cluster.LeaderAsync();
        await cluster.KillAsync(1);
        Directory.Delete(Path.Combine(cluster.DirectoryOf(1), "wal"), recursive: true);

        var refusal = await Assert.ThrowsAnyAsync<IOException>(() => cluster.StartMemberAsync(1));
        Assert.Contains("the log is gone", refusal.Message);
    }

    [Fact]
    public async Task Directory_Emptied_IsRefusedByTheOthersAndJoinsAsANewMember()
    {
        await using var cluster = await ClusterHost.StartAsync(3);
        var leader = await cluster.LeaderAsync();
        await ClusterHost.ProposeAsync(leader, "kept");
        var emptied = (leader.Status.Id % 3) + 1;
        await cluster.KillAsync(emptied);
        Directory.Delete(cluster.DirectoryOf(emptied), recursive: true);

        // It starts like a member of a new cluster, and would vote for whoever asks.
        await cluster.StartMemberAsync(emptied);
        var refusal = await Assert.ThrowsAsync<ForeignStorageException>(() => cluster.Member(emptied).Completion);
        Assert.Contains("another data directory", refusal.Message);
        await cluster.KillAsync(emptied);

        var joiner = new RaftPeer(4, "node4", [$"127.0.0.1:{ClusterHost.FreePort()}"]);
        await cluster.StartMemberAsync(4, joiner);
        await cluster.ChangeAsync(_ => new MembershipChange().Remove(emptied).AddVoter(joiner));
        await cluster.Member(4).ReadIndexAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["kept"], cluster.Machine(4).Values);
    }

    [Fact]
    public async Task Directory_EmptiedWhileAllWereOff_IsRefusedToo()
    {
        await using var cluster = await ClusterHost.StartAsync(3);
        await ClusterHost.ProposeAsync(await cluster.LeaderAsync(), "kept");
        await Eventually.HoldsAsync(
            () => cluster.Members.All(member => member.Status.Members.All(peer => peer.StorageId != 0)),
            () => string.Join("; ", cluster.Members.SelectMany(member => member.Status.Members)));
        foreach (var peer in cluster.Peers)
        {
            await cluster.KillAsync(peer.Id);
        }

        Directory.Delete(cluster.DirectoryOf(1), recursive: true);
        foreach (var peer in cluster.Peers)
        {
            await cluster.StartMemberAsync(peer.Id);
        }

        await Assert.ThrowsAsync<ForeignStorageException>(() => cluster.Member(1).Completion);
        await ClusterHost.ProposeAsync(cluster.Member(2), "still works");
    }
}
