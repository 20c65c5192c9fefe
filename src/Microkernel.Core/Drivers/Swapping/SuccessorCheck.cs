using Grpc.Core;
using Microkernel.Driver.V1;
using DriverState = Microkernel.V1.DriverState;

namespace Microkernel.Core.Drivers.Swapping;

/// <summary>Whether a new instance can do all that the old one does.</summary>
internal static class SuccessorCheck
{
    /// <summary>Checks it; what it says for people.</summary>
    /// <exception cref="SwapFailedException">It cannot.</exception>
    public static async Task<string> CheckAsync(
        DriverConnection old, DriverConnection successor, IReadOnlyList<AdoptedResource> resources, TimeSpan timeout,
        CancellationToken ct)
    {
        if (successor.State != DriverState.Observer || successor.Handshake is not { } after)
            throw new SwapFailedException(
                $"instance {successor.InstanceName} is {successor.State.ToString().ToLowerInvariant()}: "
                    + $"{successor.Reason}");
        var before = old.Handshake!;
        if (Missing(before.Capabilities, after.Capabilities) is { } capability)
            throw new SwapFailedException($"version {after.Version} lacks the capability {capability}");
        if (Missing(before.AgentClasses, after.AgentClasses) is { } agentClass)
            throw new SwapFailedException($"version {after.Version} lacks the agents of class '{agentClass}'");
        try
        {
            var health = (await successor.Control.GetHealthAsync(
                new GetHealthRequest(), deadline: DateTime.UtcNow + timeout, cancellationToken: ct)).Health;
            if (health?.State is null or Health.Types.State.Unspecified or Health.Types.State.Unhealthy)
                throw new SwapFailedException(
                    $"version {after.Version} is not healthy: {string.Join("; ", health?.Problems ?? [])}");
            if (resources.Count > 0)
            {
                var agents = (await successor.Control.ListAgentsAsync(
                    new ListAgentsRequest(), deadline: DateTime.UtcNow + timeout * 2, cancellationToken: ct)).Agents;
                if (Missing(resources.Select(resource => resource.Agent), agents) is { } agent)
                    throw new SwapFailedException($"version {after.Version} lacks the agent {agent}, which runs here");
            }
        }
        catch (RpcException e)
        {
            throw new SwapFailedException($"instance {successor.InstanceName} does not answer: {e.Status.Detail}");
        }
        return $"version {before.Version} to {after.Version}, protocol {after.ProtocolVersion}";
    }

    private static string? Missing<T>(IEnumerable<T> wanted, IEnumerable<T> there)
    {
        var lacking = wanted.Except(there).ToList();
        return lacking.Count == 0 ? null : $"{lacking[0]}";
    }
}
