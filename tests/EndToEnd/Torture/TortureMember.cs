using System.Globalization;
using Microkernel.EndToEnd.Clusters;
using Microkernel.EndToEnd.Hosts;
using Microkernel.EndToEnd.Torture.Clients;

namespace Microkernel.EndToEnd.Torture;

/// <summary>A host of the lab with a core on it, and how clients reach its etcd API.</summary>
public sealed class TortureMember : IDisposable
{
    private readonly HostService _core;

    internal TortureMember(ClusterNode node, EtcdEndpoint endpoint)
    {
        Host = node.Host;
        _core = node.Core;
        Endpoint = endpoint;
    }

    /// <summary>Gets the host.</summary>
    public Host Host { get; }

    /// <summary>Gets the way in for clients.</summary>
    public EtcdEndpoint Endpoint { get; }

    /// <summary>Kills the core with SIGKILL.</summary>
    public Task KillAsync() => _core.KillAsync();

    /// <summary>Starts the core unless it runs.</summary>
    public Task StartAsync() => _core.StartAsync();

    /// <summary>Stops the core where it is, with SIGSTOP.</summary>
    public Task FreezeAsync() => SignalAsync("-STOP");

    /// <summary>Lets the core go on, with SIGCONT.</summary>
    public Task ThawAsync() => SignalAsync("-CONT");

    /// <inheritdoc/>
    public void Dispose() => Endpoint.Dispose();

    private async Task SignalAsync(string signal)
    {
        if (await _core.ProcessIdAsync() is { } id)
        {
            await Host.ExecuteAsync(["kill", signal, id.ToString(CultureInfo.InvariantCulture)]);
        }
    }
}
