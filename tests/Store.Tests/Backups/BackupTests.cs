using Etcdserverpb;
using Microkernel.Store.Backups;
using Microkernel.Store.Tests.Cluster;

namespace Microkernel.Store.Tests.Backups;

/// <summary>A copy as of one moment, taken under load, and what begins with it.</summary>
public sealed class BackupTests : IDisposable
{
    private const int Accounts = 50;
    private const int Total = Accounts * 100;

    private readonly string _directory = Directory.CreateTempSubdirectory("backup-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Backup_UnderLoad_RestoresExactlyOneRevision()
    {
        await using var cluster = await StoreCluster.StartAsync(3);
        var store = cluster.Members.First().Store;
        for (int i = 0; i < Accounts; i++)
            await store.PutAsync(Keys.Put($"account/{i:d2}", "100"));
        var lease = await store.LeaseGrantAsync(new LeaseGrantRequest { ID = 7, TTL = 1000 });
        await store.PutAsync(Keys.Put("leased", "1", lease.ID));

        using var end = new CancellationTokenSource();
        var moving = cluster.Members.Select(member => Task.Run(() => MoveAsync(member.Store, member.Id, end.Token)))
            .ToList();
        var backups = new List<BackupFile>();
        for (int i = 0; i < 3; i++)
            backups.Add(await BackupAsync(cluster, $"backup{i}"));
        await end.CancelAsync();
        await Task.WhenAll(moving);

        Assert.Equal(backups.Select(backup => backup.Revision).Order(), backups.Select(backup => backup.Revision));
        foreach (var backup in backups.Take(1).Append(backups[^1]))
        {
            var then = await store.RangeAsync(Keys.All(backup.Revision));
            await using var restored = await StoreCluster.RestoreAsync(backup, 3);
            var leader = await restored.LeaderAsync();
            var now = await leader.Store.RangeAsync(Keys.All());
            Assert.Equal(backup.Revision, now.Header.Revision);
            Assert.Equal(then.Kvs, now.Kvs);
            Assert.Equal(Total, now.Kvs.Where(kv => kv.Key.ToStringUtf8().StartsWith("account/", StringComparison.Ordinal))
                .Sum(kv => int.Parse(kv.Value.ToStringUtf8(), System.Globalization.CultureInfo.InvariantCulture)));

            // The new cluster is a cluster: it goes on from there, on all members.
            await leader.Store.LeaseRevokeAsync(new LeaseRevokeRequest { ID = lease.ID });
            foreach (var member in restored.Members)
                Assert.Empty((await member.Store.RangeAsync(Keys.Get("leased"))).Kvs);
            Assert.True(leader.Raft.Status.Term > 1_000_000_000, "terms go on above those of the old cluster");
        }
    }

    [Fact]
    public async Task OldMember_InTheRestoredCluster_IsRefused()
    {
        await using var old = await StoreCluster.StartAsync(3);
        await old.Members.First().Store.PutAsync(Keys.Put("a", "backed up"));
        var backup = await BackupAsync(old, "backup");
        for (int i = 0; i < 200; i++)
            await old.Members.First().Store.PutAsync(Keys.Put("a", "too late"));
        foreach (ulong id in old.Members.Select(member => member.Id).ToList())
            await old.StopMemberAsync(id);

        await using var restored = await StoreCluster.RestoreAsync(backup, 3);
        await restored.StopMemberAsync(3);
        var stray = await restored.StartStrayMemberAsync(old, 3);
        for (int i = 0; i < 50; i++)
            await restored.Members.First().Store.PutAsync(Keys.Put("b", $"{i}"));
        var read = await restored.Members.First().Store.RangeAsync(Keys.Get("a"));
        Assert.Equal("a=backed up", Keys.Text(read.Kvs));
        Assert.Equal(0UL, stray.Raft.Status.LeaderId);
        var b = new RangeRequest { Key = Keys.Bytes("b"), Serializable = true };
        Assert.Empty((await stray.Store.RangeAsync(b)).Kvs);
    }

    [Fact]
    public async Task SameBackup_RestoredAgainWithAToken_IsAnotherCluster()
    {
        await using var cluster = await StoreCluster.StartAsync(1);
        await cluster.Members.First().Store.PutAsync(Keys.Put("a", "1"));
        var backup = await BackupAsync(cluster, "backup");
        await using var first = await StoreCluster.RestoreAsync(backup, 1);
        await using var second = await StoreCluster.RestoreAsync(backup, 1, token: "again-2");
        var one = await first.Members.First().Store.RangeAsync(Keys.Get("a"));
        var two = await second.Members.First().Store.RangeAsync(Keys.Get("a"));
        Assert.Equal(Keys.Text(one.Kvs), Keys.Text(two.Kvs));
    }

    [Fact]
    public async Task DamagedBackup_EveryKindOfDamage_IsRefused()
    {
        await using var cluster = await StoreCluster.StartAsync(1);
        for (int i = 0; i < 100; i++)
            await cluster.Members.First().Store.PutAsync(Keys.Put($"k{i}", new string('v', 100)));
        var backup = await BackupAsync(cluster, "backup");
        byte[] good = await File.ReadAllBytesAsync(backup.Path);
        var random = new Random(1);
        for (int i = 0; i < 200; i++)
        {
            byte[] bad = i % 2 == 0 ? good[..random.Next(good.Length)] : [.. good];
            if (i % 2 != 0)
                bad[random.Next(bad.Length)] ^= (byte)(1 << random.Next(8));
            string path = Path.Combine(_directory, "damaged");
            await File.WriteAllBytesAsync(path, bad);
            Assert.Throws<InvalidDataException>(() => BackupFile.Check(path));
        }
    }

    private async Task<BackupFile> BackupAsync(StoreCluster cluster, string name)
    {
        // What mkctl backup asks for, asked by another client: they are the same file.
        string path = Path.Combine(_directory, name);
        var saved = await Etcdctl.Etcdctl.RunAsync(cluster.Endpoints.Split(',')[0], "", "snapshot", "save", path);
        Assert.True(saved.ExitCode == 0, saved.Error);
        return BackupFile.Check(path);
    }

    /// <summary>Moves amounts between accounts: at no revision is there more or less than the total.</summary>
    private static async Task MoveAsync(IKeyValueStore store, ulong seed, CancellationToken end)
    {
        var random = new Random((int)seed);
        while (!end.IsCancellationRequested)
        {
            string from = $"account/{random.Next(Accounts):d2}", to = $"account/{random.Next(Accounts):d2}";
            if (from == to)
                continue;
            var source = (await store.RangeAsync(Keys.Get(from), CancellationToken.None)).Kvs[0];
            var target = (await store.RangeAsync(Keys.Get(to), CancellationToken.None)).Kvs[0];
            await store.TxnAsync(
                Keys.Txn(
                    [Unchanged(source), Unchanged(target)],
                    [Keys.Do(Keys.Put(from, Plus(source, -1))), Keys.Do(Keys.Put(to, Plus(target, 1)))],
                    []),
                CancellationToken.None);
        }
    }

    private static Compare Unchanged(Mvccpb.KeyValue kv) =>
        new() { Key = kv.Key, Target = Compare.Types.CompareTarget.Mod, ModRevision = kv.ModRevision };

    private static string Plus(Mvccpb.KeyValue kv, int amount) =>
        $"{int.Parse(kv.Value.ToStringUtf8(), System.Globalization.CultureInfo.InvariantCulture) + amount}";
}
