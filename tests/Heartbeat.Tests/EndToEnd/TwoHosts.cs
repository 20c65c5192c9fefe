namespace Microkernel.Drivers.Heartbeat.Tests.EndToEnd;

/// <summary>Two hosts as network namespaces with two cables between them: 10.201.0.0/24 and 10.201.1.0/24.</summary>
internal sealed class TwoHosts : IAsyncDisposable
{
    private readonly string _id = $"hb{Environment.ProcessId}-{Guid.NewGuid():N}"[..14];

    /// <summary>Name of the namespace of host 1 or 2.</summary>
    public string this[int host] => $"{_id}-{host}";

    /// <summary>Address of a host on a ring.</summary>
    public static string Address(int ring, int host) => $"10.201.{ring}.{host}";

    /// <summary>Makes the hosts, or skips the test where that is not allowed.</summary>
    public static async Task<TwoHosts> CreateAsync()
    {
        var hosts = new TwoHosts();
        var (code, output) = await Command.TryAsync("ip", "netns", "add", hosts[1]);
        Assert.SkipUnless(code == 0, $"Network namespaces cannot be made here: {output.Trim()}");
        try
        {
            await Command.RunAsync("ip", "netns", "add", hosts[2]);
            for (var ring = 0; ring < 2; ring++)
                await hosts.ConnectAsync(ring);
        }
        catch
        {
            await hosts.DisposeAsync();
            throw;
        }
        return hosts;
    }

    /// <summary>Takes an interface of a host up or down.</summary>
    public Task SetLinkAsync(int host, int ring, bool up) =>
        Command.RunAsync("ip", "-n", this[host], "link", "set", $"hb{ring}", up ? "up" : "down");

    /// <summary>Takes the address of a host on a ring away, or gives it back.</summary>
    public Task SetAddressAsync(int host, int ring, bool present) => Command.RunAsync(
        "ip", "-n", this[host], "address", present ? "add" : "del", $"{Address(ring, host)}/24", "dev", $"hb{ring}");

    /// <summary>Takes a cable with its two interfaces away.</summary>
    public Task RemoveAsync(int ring) => Command.RunAsync("ip", "-n", this[1], "link", "del", $"hb{ring}");

    public async ValueTask DisposeAsync()
    {
        await Command.TryAsync("ip", "netns", "del", this[1]);
        await Command.TryAsync("ip", "netns", "del", this[2]);
    }

    /// <summary>Puts a cable between the hosts.</summary>
    public async Task ConnectAsync(int ring)
    {
        await Command.RunAsync("ip", "link", "add", $"hb{ring}", "netns", this[1], "type", "veth",
            "peer", "name", $"hb{ring}", "netns", this[2]);
        for (var host = 1; host <= 2; host++)
        {
            await SetAddressAsync(host, ring, present: true);
            await SetLinkAsync(host, ring, up: true);
            await Command.RunAsync("ip", "-n", this[host], "link", "set", "lo", "up");
        }
    }
}
