using System.Text.Json;

namespace Compat.Tests.Peer;

/// <summary>Runs the peer as a client.</summary>
internal static class PeerCalls
{
    /// <summary>Lets the peer make the calls of a scenario and returns what it saw.</summary>
    public static async Task<JsonElement> RunAsync(
        PeerServer peer, string target, string scenario, string value = "")
    {
        await using var process = PeerProcess.Start(peer.Descriptors, "call", target, scenario, value);
        return JsonElement.Parse(await process.ReadLineAsync(TestContext.Current.CancellationToken));
    }
}
