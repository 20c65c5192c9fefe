using System.Xml.Linq;
using Microkernel.Scheduling.Engine;
using Microkernel.Simulation.Cib;

namespace Microkernel.Simulation.History;

/// <summary>Live migrations that were begun, and where they left the resource.</summary>
internal static class MigrationHistory
{
    /// <summary>It left its node; whether it came to the other one, the other one's history says.</summary>
    public static void Succeed(CibWorld world, Resource resource, Node source, OperationRecord operation)
    {
        var target = Target(world, operation);
        if (target is null)
        {
            return;
        }

        var from = Operations(world, resource, target)
            .LastOrDefault(o => o.Task == Tasks.MigrateFrom && SourceOf(o) == source.Name);
        if (HasNewer(world, resource, source, operation.CallId))
        {
            return;
        }

        if (from is { ExitCode: ExitCodes.Ok, Status: ExecutionStatus.Done })
        {
            // Only the stop where it was is left.
            resource.Role = ResourceRole.Stopped;
            resource.DanglingMigrations.Add(source);
            return;
        }

        resource.Role = ResourceRole.Started;

        if (target.Online && !target.Unclean && !target.Pending)
        {
            if (from is null)
            {
                resource.MigrationSource = source;
                resource.MigrationTarget = target;
            }

            StateConclusion.AddRunning(resource, target);
        }
        else
        {
            resource.Failed = resource.RecoverByStop = true;
            resource.Settings.AllowMigrate = false;
        }
    }

    /// <summary>It could not leave; it may be on both nodes.</summary>
    public static void FailTo(CibWorld world, Resource resource, Node source, OperationRecord operation)
    {
        resource.Role = ResourceRole.Started;
        if (Target(world, operation) is not { } target)
        {
            return;
        }

        var there = Operations(world, resource, target).ToList();
        var knownStopped = there.Count > 0 && there.Where(o => o.Task != Tasks.Monitor || o.Interval == 0)
            .LastOrDefault() is { } last && (last.Task == Tasks.Stop || last.IsProbe)
            && last.ExitCode is ExitCodes.Ok or ExitCodes.NotRunning;
        if (!knownStopped)
        {
            if (target.Online)
            {
                StateConclusion.AddRunning(resource, target);
            }
        }
        else if (!HasNewer(world, resource, source, operation.CallId))
        {
            resource.DanglingMigrations.Add(source);
        }
    }

    /// <summary>It did not come; it may still be where it was.</summary>
    public static void FailFrom(CibWorld world, Resource resource, OperationRecord operation)
    {
        resource.Role = ResourceRole.Started;
        var source = world.Cluster.FindNode(SourceOf(operation) ?? "");
        if (source is null || !source.Online)
        {
            return;
        }

        var stopped = Operations(world, resource, source).LastOrDefault(o => o.Interval == 0) is
        { Task: Tasks.Stop, ExitCode: ExitCodes.Ok };
        if (!stopped)
        {
            StateConclusion.AddRunning(resource, source);
        }
    }

    private static Node? Target(CibWorld world, OperationRecord operation) =>
        world.Cluster.FindNode(operation.Element.Get("migrate_target") ?? "");

    private static string? SourceOf(OperationRecord operation) => operation.Element.Get("migrate_source");

    private static bool HasNewer(CibWorld world, Resource resource, Node node, int callId) =>
        Operations(world, resource, node).Any(o => o.CallId > callId && o.Task != Tasks.Monitor);

    private static IEnumerable<OperationRecord> Operations(CibWorld world, Resource resource, Node node)
    {
        var states = world.Cib.Element("status")?.Elements("node_state") ?? [];
        return states.Where(s => s.Id() == node.Id || s.Get("uname") == node.Name)
            .Elements("lrm").Elements("lrm_resources").Elements("lrm_resource")
            .Where(r => r.Id() == resource.Id || r.Id() == resource.ConfiguredId)
            .Elements("lrm_rsc_op").Select(e => new OperationRecord(e)).OrderBy(o => o.CallId);
    }
}
