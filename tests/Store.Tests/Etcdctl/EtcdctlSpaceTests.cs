using Etcdserverpb;
using Grpc.Core;

namespace Microkernel.Store.Tests.Etcdctl;

/// <summary>Space runs out and comes back: what etcdctl shows, and what takes care of itself.</summary>
public sealed class EtcdctlSpaceTests
{
    private const int QuotaBytes = 1 << 20;

    [Fact]
    public async Task Quota_FilledWithKeys_AlarmIsListedAndClearsWhenTheyAreDeleted()
    {
        var server = await EtcdServer.StartAsync(options => options.QuotaBytes = QuotaBytes);
        await using var _ = server;
        string value = new('v', 10_000);
        await Wait.UntilAsync(
            async () =>
            {
                for (int i = 0; i < 300; i++)
                {
                    if (!await TryPutAsync(server, $"full/{i:d3}", value))
                        return true;
                }

                return false;
            },
            "a put to be refused");
        Assert.Equal("memberID:1 alarm:NOSPACE", await RunAsync(server, "alarm", "list"));
        var refused = await Etcdctl.RunAsync(server.Endpoint, "", "put", "full/more", value);
        Assert.Contains("database space exceeded", refused.Error, StringComparison.Ordinal);

        // Disarming does not make space: the alarm comes back by itself.
        Assert.Equal("memberID:1 alarm:NOSPACE", await RunAsync(server, "alarm", "disarm"));
        await Wait.UntilAsync(
            async () => await RunAsync(server, "alarm", "list") == "memberID:1 alarm:NOSPACE", "the alarm again");

        // Deleting does: nobody has to compact, to defragment or to disarm.
        await RunAsync(server, "del", "full/", "--prefix");
        await Wait.UntilAsync(async () => await RunAsync(server, "alarm", "list") == "", "the alarm to end");
        Assert.Equal("OK", await RunAsync(server, "put", "full/more", value));
    }

    [Fact]
    public async Task Quota_SameKeysAgainAndAgain_HistoryGoesByItself()
    {
        var server = await EtcdServer.StartAsync(options => options.QuotaBytes = QuotaBytes);
        await using var _ = server;
        string value = new('v', 10_000);
        for (int i = 0; i < 5 * QuotaBytes / value.Length; i++)
        {
            string key = $"again/{i % 10}";
            await Wait.UntilAsync(() => TryPutAsync(server, key, value), $"put {i}, without anybody's help");
        }
    }

    private static async Task<bool> TryPutAsync(EtcdServer server, string key, string value)
    {
        try
        {
            await server.Store.PutAsync(Keys.Put(key, value));
            return true;
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.ResourceExhausted)
        {
            return false;
        }
    }

    private static async Task<string> RunAsync(EtcdServer server, params string[] arguments)
    {
        var result = await Etcdctl.RunAsync(server.Endpoint, "", arguments);
        Assert.True(result.ExitCode == 0, $"etcdctl {string.Join(' ', arguments)}: {result.Error}");
        return result.Output;
    }
}
