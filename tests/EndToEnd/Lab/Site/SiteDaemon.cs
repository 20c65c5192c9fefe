using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using Microkernel.EndToEnd.Power;
using Microkernel.EndToEnd.Topology;

namespace Microkernel.EndToEnd.Site;

/// <summary>The machine room: owns the switch, the hosts' power and the sockets that lead in from outside.</summary>
/// <remarks>
/// Runs in namespaces of its own. Whatever ends its PID namespace ends every host with it, and with the last process
/// go the networks: nothing is left to clean up but the directory.
/// </remarks>
public static class SiteDaemon
{
    /// <summary>File in the lab's directory with the <see cref="LabTopology"/>.</summary>
    public const string TopologyFile = "topology.json";

    /// <summary>Sockets in the lab's directory: the BMC's, which the hosts see too, and the relay's.</summary>
    public const string BmcSocket = "shared/bmc.sock", RelaySocket = "relay.sock";

    /// <summary>Runs until cancelled, or until standard input ends when <paramref name="attached"/>.</summary>
    /// <remarks>The current directory must be the lab's: paths of sockets stay short that way.</remarks>
    public static async Task RunAsync(bool attached, CancellationToken cancellationToken)
    {
        var description = await File.ReadAllTextAsync(TopologyFile, cancellationToken);
        var topology = JsonSerializer.Deserialize<LabTopology>(description)!;
        await Switch.BuildAsync(topology, cancellationToken);

        var hosts = topology.Hosts.ToFrozenDictionary(
            h => h.Name, h => new Chassis(h, topology, Environment.CurrentDirectory));
        var bmc = new BmcServer(hosts);
        Task[] servers =
        [
            await ListenAsync(BmcSocket, AnswerAsync, cancellationToken),
            await ListenAsync(RelaySocket, Relay.ConnectAsync, cancellationToken),
        ];
        if (attached)
        {
            // The other end is held by the program that uses the lab: it ends when that one does, however it ends.
            while (await Console.In.ReadLineAsync(cancellationToken) is not null)
            {
            }

            return;
        }

        await Task.WhenAll(servers);

        async Task AnswerAsync(string line, Stream stream, CancellationToken token) =>
            await stream.WriteAsync(Encoding.UTF8.GetBytes(await bmc.AnswerAsync(line, token) + '\n'), token);
    }

    private static async Task<Task> ListenAsync(
        string path, Func<string, Stream, CancellationToken, Task> handle, CancellationToken cancellationToken)
    {
        var listening = new TaskCompletionSource();
        var serving = new LineServer(path, handle).ServeAsync(listening, cancellationToken);
        await await Task.WhenAny(listening.Task, serving);
        return serving;
    }
}
