namespace Microkernel.Store.Tests.Etcdctl;

/// <summary>Every flag of `etcdctl get` that chooses or orders keys, against etcd's answers.</summary>
public sealed class EtcdctlRangeTests(EtcdServer server) : IClassFixture<EtcdServer>
{
    // In order: by key a b c d, by creation c a d b, by modification a d b c, by version d b a c, by value b d c a.
    private static readonly (string Key, string Value)[] Puts =
    [
        ("c", "x"), ("a", "x"), ("d", "2"), ("b", "x"), ("c", "x"), ("c", "x"), ("a", "x"), ("a", "4"),
        ("d", "2"), ("b", "x"), ("b", "1"), ("b", "1"), ("c", "3"), ("c", "3"), ("c", "3"),
    ];

    [Theory]
    [InlineData("KEY", "a b c d")]
    [InlineData("CREATE", "c a d b")]
    [InlineData("MODIFY", "a d b c")]
    [InlineData("VERSION", "d a b c")]
    [InlineData("VALUE", "b d c a")]
    public async Task Get_Sorted_ReturnsKeysInOrder(string target, string expected)
    {
        string prefix = $"sort-{target}/";
        await PutAllAsync(prefix);
        Assert.Equal(expected, await KeysAsync(prefix, "--prefix", "--sort-by=" + target, "--order=ASCEND"));
        string descending = string.Join(' ', expected.Split(' ').Reverse());
        Assert.Equal(descending, await KeysAsync(prefix, "--prefix", "--sort-by=" + target, "--order=DESCEND"));
        string two = string.Join(' ', descending.Split(' ').Take(2));
        Assert.Equal(two, await KeysAsync(prefix, "--prefix", "--sort-by=" + target, "--order=DESCEND", "--limit=2"));
    }

    [Fact]
    public async Task Get_Ranges_ReturnWhatTheyName()
    {
        await PutAllAsync("~range/");
        Assert.Equal("b c d", await KeysAsync("~range/", "~range/b", "--from-key"));
        Assert.Equal("b c", await KeysAsync("~range/", "~range/b", "~range/d"));
        Assert.Equal("c", await KeysAsync("~range/", "~range/c"));
        Assert.Equal("a b c d", await KeysAsync("~range/", "~range/", "--prefix", "--consistency=s"));
        string hex = await RunAsync("get", "~range/c", "--hex");
        Assert.Equal(@"\x7e\x72\x61\x6e\x67\x65\x2f\x63" + "\n" + @"\x33", hex);
        string fields = await RunAsync("get", "~range/c", "-w", "fields");
        Assert.Contains("\"Version\" : 6", fields, StringComparison.Ordinal);
        Assert.Contains("\"More\" : false", fields, StringComparison.Ordinal);
    }

    private async Task PutAllAsync(string prefix)
    {
        foreach (var (key, value) in Puts)
            await server.Store.PutAsync(Keys.Put(prefix + key, value));
    }

    private Task<string> KeysAsync(string prefix, string flag, params string[] flags) =>
        flag.StartsWith('-') ? KeysAsync(prefix, prefix, [flag, .. flags], 0) : KeysAsync(prefix, flag, flags, 0);

    private async Task<string> KeysAsync(string prefix, string key, string[] flags, int skipped)
    {
        string output = await RunAsync(["get", key, "--keys-only", .. flags]);
        return string.Join(' ', output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Skip(skipped).Select(line => line[prefix.Length..]));
    }

    private async Task<string> RunAsync(params string[] arguments)
    {
        var result = await Etcdctl.RunAsync(server.Endpoint, "", arguments);
        Assert.True(result.ExitCode == 0, $"etcdctl {string.Join(' ', arguments)}: {result.Error}");
        return result.Output;
    }
}
