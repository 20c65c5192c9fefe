using Microkernel.Scheduling.Engine;
using Microkernel.Simulation.Cib;

namespace Microkernel.Simulation.History;

/// <summary>Tells what an exit code means: "not running" is no failure where nothing was to run.</summary>
internal static class ResultMapping
{
    public static void Map(CibWorld world, Resource resource, Node node, OperationRecord operation, bool isExpired)
    {
        if (operation.Status == ExecutionStatus.Pending)
        {
            return;
        }

        operation.ExitCode = operation.ExitCode switch
        {
            ExitCodes.Degraded => ExitCodes.Ok,
            ExitCodes.DegradedPromoted => ExitCodes.RunningPromoted,
            var code => code,
        };
        if (operation.Status is ExecutionStatus.Done or ExecutionStatus.Error
            && operation.ExitCode == operation.Expected && operation.Expected >= 0
            && operation.ExitCode is ExitCodes.Ok or ExitCodes.NotRunning or ExitCodes.RunningPromoted)
        {
            operation.Status = ExecutionStatus.Done;
        }
        else if (operation.Status == ExecutionStatus.Done && operation.Expected >= 0
            && operation.ExitCode != operation.Expected)
        {
            operation.Status = ExecutionStatus.Error;
        }

        MapCode(world, resource, node, operation, isExpired);
    }

    private static void MapCode(
        CibWorld world, Resource resource, Node node, OperationRecord operation, bool isExpired)
    {
        switch (operation.ExitCode)
        {
            case ExitCodes.Ok when operation is { IsProbe: true, Expected: ExitCodes.NotRunning }:
            case ExitCodes.NotRunning when operation.IsProbe || operation.Expected == operation.ExitCode
                || !resource.Managed:
                operation.Status = ExecutionStatus.Done;
                break;
            case ExitCodes.RunningPromoted:
                operation.Status = operation.IsProbe ? ExecutionStatus.Done : operation.Status;
                if (!isExpired)
                {
                    resource.Role = ResourceRole.Promoted;
                }

                break;
            case ExitCodes.FailedPromoted:
                operation.Status = ExecutionStatus.Error;
                if (!isExpired)
                {
                    resource.Role = ResourceRole.Promoted;
                }

                break;
            case ExitCodes.NotConfigured:
                operation.Status = ExecutionStatus.FatalError;
                break;
            case ExitCodes.Unimplemented when operation.Interval > 0:
                operation.Status = ExecutionStatus.NotSupported;
                break;
            case ExitCodes.Unimplemented or ExitCodes.NotInstalled or ExitCodes.InvalidParameter
                or ExitCodes.InsufficientPrivileges:
                if (operation.Task == Tasks.Stop && !isExpired && !world.Cluster.CanFence(node))
                {
                    resource.Managed = false;
                    resource.Blocked = true;
                }

                operation.Status = ExecutionStatus.HardError;
                break;
            case ExitCodes.Ok:
                break;
            default:
                if (operation.Status == ExecutionStatus.Done)
                {
                    operation.Status = ExecutionStatus.Error;
                }

                break;
        }
    }
}
