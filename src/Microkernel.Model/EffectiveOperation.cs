using Microkernel.V1;

namespace Microkernel.Model;

/// <summary>An operation of a resource with the defaults filled in.</summary>
/// <param name="Operation">Which one.</param>
/// <param name="Interval">Time between two; zero for start and stop.</param>
/// <param name="Timeout">How long one may take.</param>
/// <param name="OnFail">What to do when it fails.</param>
public sealed record EffectiveOperation(Operation Operation, TimeSpan Interval, TimeSpan Timeout, OnFail OnFail)
{
    /// <summary>Fills in what the resource does not say.</summary>
    public static EffectiveOperation Of(ResourceSpec resource, Operation operation, EffectiveCluster cluster)
    {
        var said = resource.Operations.FirstOrDefault(o => o.Operation == operation);
        var interval = operation == Operation.Monitor
            ? said?.Interval.ToTimeSpanOrNull() ?? cluster.MonitorInterval
            : TimeSpan.Zero;
        var onFail = said?.OnFail is { } wish and not OnFail.Unspecified ? wish : DefaultOnFail(operation, cluster);
        return new EffectiveOperation(
            operation, interval, said?.Timeout.ToTimeSpanOrNull() ?? cluster.OperationTimeout, onFail);
    }

    private static OnFail DefaultOnFail(Operation operation, EffectiveCluster cluster)
    {
        if (operation != Operation.Stop)
        {
            return OnFail.Restart;
        }

        return cluster.FencingEnabled ? OnFail.Fence : OnFail.Block;
    }
}
