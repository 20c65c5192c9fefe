using Microkernel.Scheduling.Engine;
using Microkernel.Simulation.Cib;

namespace Microkernel.Simulation.History;

/// <summary>Tells whether an operation is so old that its failure no longer counts.</summary>
internal static class FailureExpiry
{
    public static bool IsExpired(CibWorld world, Resource resource, Node node, OperationRecord operation)
    {
        var timeout = resource.Settings.FailureTimeout;
        var now = world.Cluster.Options.Now;
        if (timeout <= TimeSpan.Zero || operation.LastChange is not { } last || now < last + timeout)
        {
            return false;
        }

        // These say how things are, and that does not expire.
        if (operation.ExitCode is ExitCodes.Ok or ExitCodes.NotRunning or ExitCodes.RunningPromoted
            or ExitCodes.Degraded or ExitCodes.DegradedPromoted && operation.ExitCode == operation.Expected)
        {
            return false;
        }

        return FailureCounts.Of(resource, node, now) == 0;
    }
}
