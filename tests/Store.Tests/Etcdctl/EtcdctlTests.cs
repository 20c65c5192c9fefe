namespace Microkernel.Store.Tests.Etcdctl;

/// <summary>etcdctl's commands, unchanged, against the store.</summary>
public sealed class EtcdctlTests(EtcdServer server) : IClassFixture<EtcdServer>
{
    [Fact]
    public async Task Put_Get_ReturnsValue()
    {
        Assert.Equal("OK", await RunAsync("put", "pg/a", "1"));
        Assert.Equal("OK", await RunAsync("put", "pg/b", "2"));
        Assert.Equal("OK\npg/a\n1", await RunAsync("put", "pg/a", "3", "--prev-kv"));
        Assert.Equal("pg/a\n3", await RunAsync("get", "pg/a"));
        Assert.Equal("pg/a\n3\npg/b\n2", await RunAsync("get", "pg/", "--prefix"));
        Assert.Equal("pg/b\n2\npg/a\n3", await RunAsync("get", "pg/", "--prefix", "--sort-by=KEY", "--order=DESCEND"));
        Assert.Equal("pg/a\n3\npg/b\n2",
            await RunAsync("get", "pg/", "--prefix", "--sort-by=VERSION", "--order=DESCEND"));
        Assert.Equal("pg/a\npg/b", (await RunAsync("get", "pg/", "--prefix", "--keys-only")).Replace("\n\n", "\n"));
        Assert.Equal("pg/a\n3", await RunAsync("get", "pg/", "--prefix", "--limit=1"));
        Assert.Equal("3\n2", await RunAsync("get", "pg/", "pg0", "--print-value-only"));
        Assert.Equal("pg/a\n3", await RunAsync("get", "pg/a", "--consistency=s"));
        Assert.Contains("\"count\":2", await RunAsync("get", "pg/", "--prefix", "--limit=1", "-w", "json"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_OldRevision_ReturnsOldValue()
    {
        await RunAsync("put", "old/a", "first");
        string json = await RunAsync("get", "old/a", "-w", "json");
        string revision = json.Split("\"revision\":")[1].Split(',')[0];
        await RunAsync("put", "old/a", "second");
        Assert.Equal("old/a\nfirst", await RunAsync("get", "old/a", "--rev=" + revision));
    }

    [Fact]
    public async Task Del_Prefix_CountsAndReturnsKeys()
    {
        await RunAsync("put", "del/a", "1");
        await RunAsync("put", "del/b", "2");
        Assert.Equal("2\ndel/a\n1\ndel/b\n2", await RunAsync("del", "del/", "--prefix", "--prev-kv"));
        Assert.Equal("0", await RunAsync("del", "del/a"));
    }

    [Fact]
    public async Task Txn_Conditions_ChooseBranch()
    {
        await RunAsync("put", "txn/a", "1");
        const string request = "value(\"txn/a\") = \"1\"\n\nput txn/a 2\nget txn/a\n\nput txn/a other\n\n";
        Assert.Equal("SUCCESS\n\nOK\n\ntxn/a\n2", await FeedAsync(request, "txn"));
        Assert.Equal("FAILURE\n\nOK", await FeedAsync(request, "txn"));
        Assert.Equal("txn/a\nother", await RunAsync("get", "txn/a"));
        var failed = await Etcdctl.RunAsync(server.Endpoint, "\nput txn/d 1\nput txn/d 2\n\n\n", "txn");
        Assert.Contains("duplicate key given in txn request", failed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lease_Lifecycle_TakesKeysWithIt()
    {
        string granted = await RunAsync("lease", "grant", "100");
        Assert.Matches("^lease [0-9a-f]+ granted with TTL\\(100s\\)$", granted);
        string id = granted.Split(' ')[1];
        await RunAsync("put", "lease/a", "1", "--lease=" + id);
        Assert.Equal($"lease {id} keepalived with TTL(100)", await RunAsync("lease", "keep-alive", id, "--once"));
        Assert.Matches(
            $@"^lease {id} granted with TTL\(100s\), remaining\((\d\d|100)s\), attached keys\(\[lease/a\]\)$",
            await RunAsync("lease", "timetolive", id, "--keys"));
        Assert.Contains(id, await RunAsync("lease", "list"), StringComparison.Ordinal);
        Assert.Equal($"lease {id} revoked", await RunAsync("lease", "revoke", id));
        Assert.Equal("", await RunAsync("get", "lease/a"));
        var again = await Etcdctl.RunAsync(server.Endpoint, "", "lease", "revoke", id);
        Assert.Contains("requested lease not found", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_LeaseOver_KeyIsGone()
    {
        string id = (await RunAsync("lease", "grant", "1")).Split(' ')[1];
        await RunAsync("put", "over/a", "1", "--lease=" + id);
        await Wait.UntilAsync(async () => await RunAsync("get", "over/a") == "", "the lease to end");
    }

    [Fact]
    public async Task Compaction_OldRevision_CannotBeRead()
    {
        await RunAsync("put", "compact/a", "1");
        string json = await RunAsync("put", "compact/a", "2", "-w", "json");
        string revision = json.Split("\"revision\":")[1].Split(',')[0];
        Assert.Equal("compacted revision " + revision, await RunAsync("compaction", revision));
        var old = await Etcdctl.RunAsync(server.Endpoint, "", "get", "compact/a", "--rev=1");
        Assert.Contains("required revision has been compacted", old.Error, StringComparison.Ordinal);
        var again = await Etcdctl.RunAsync(server.Endpoint, "", "compaction", revision);
        Assert.Contains("required revision has been compacted", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_Prefix_ReportsEvents()
    {
        string first = (await RunAsync("put", "watch/a", "0", "-w", "json")).Split("\"revision\":")[1].Split(',')[0];
        await RunAsync("put", "watch/a", "1");
        using var watch = Etcdctl.Start(server.Endpoint, "watch", "watch/", "--prefix", "--prev-kv", "--rev=" + first);
        try
        {
            var output = watch.StandardOutput;
            Assert.Equal("PUT watch/a 0", await LinesAsync(output, 3));
            Assert.Equal("PUT watch/a 0 watch/a 1", await LinesAsync(output, 5));
            await RunAsync("del", "watch/a");
            Assert.Equal("DELETE watch/a 1 watch/a ", await LinesAsync(output, 5));
        }
        finally
        {
            watch.Kill();
        }
    }

    [Fact]
    public async Task Endpoint_Status_Health_HashKv()
    {
        await RunAsync("put", "status/a", "1");
        Assert.Contains(server.Endpoint + ", 1, 3.4.0", await RunAsync("endpoint", "status"), StringComparison.Ordinal);
        var health = await Etcdctl.RunAsync(server.Endpoint, "", "endpoint", "health");
        Assert.Contains("is healthy", health.Output + health.Error, StringComparison.Ordinal);
        string hash = await RunAsync("endpoint", "hashkv");
        Assert.Equal(hash, await RunAsync("endpoint", "hashkv"));
        Assert.Equal("1, started, one, http://one:1, http://one:1, false", await RunAsync("member", "list"));
        Assert.Equal("", await RunAsync("alarm", "list"));
    }

    [Fact]
    public async Task Snapshot_Save_WritesCheckedFile()
    {
        await RunAsync("put", "snapshot/a", "1");
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            Assert.Contains("Snapshot saved at " + path, await RunAsync("snapshot", "save", path),
                StringComparison.Ordinal);
            await using var file = File.OpenRead(path);
            var restored = new TestStore();
            restored.Machine.Restore(file);
            var response = await restored.Store.RangeAsync(Keys.Get("snapshot/a"));
            Assert.Equal("snapshot/a=1", Keys.Text(response.Kvs));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task Auth_NotServed_IsUnimplemented()
    {
        var result = await Etcdctl.RunAsync(server.Endpoint, "", "user", "list");
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("unimplemented", result.Error, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<string> LinesAsync(StreamReader reader, int count)
    {
        var lines = new List<string?>();
        for (int i = 0; i < count; i++)
            lines.Add(await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)));
        return string.Join(' ', lines);
    }

    private Task<string> RunAsync(params string[] arguments) => FeedAsync("", arguments);

    private async Task<string> FeedAsync(string input, params string[] arguments)
    {
        var result = await Etcdctl.RunAsync(server.Endpoint, input, arguments);
        Assert.True(result.ExitCode == 0, $"etcdctl {string.Join(' ', arguments)}: {result.Error}");
        return result.Output;
    }
}
