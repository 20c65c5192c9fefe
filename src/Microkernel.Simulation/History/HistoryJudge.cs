using System.Xml.Linq;
using Microkernel.Scheduling.Engine;
using Microkernel.Simulation.Cib;

namespace Microkernel.Simulation.History;

/// <summary>Goes through one resource's operations on one node, and keeps what they add up to.</summary>
internal sealed class HistoryJudge(CibWorld world, Resource resource, Node node, XElement history)
{
    private OperationRecord? _lastFailure;

    /// <summary>Gets the gravest of what failures ask for, as far as later successes did not mend it.</summary>
    public FailureAction OnFail { get; private set; }

    public void Take(OperationRecord operation)
    {
        resource.Known = With(resource.Known, node.Index);
        if (operation.Status == ExecutionStatus.Cancelled)
        {
            return;
        }

        var isExpired = FailureExpiry.IsExpired(world, resource, node, operation);
        ResultMapping.Map(world, resource, node, operation, isExpired);
        if (operation.Status == ExecutionStatus.Pending)
        {
            TakePending(operation);
            return;
        }

        if (isExpired && operation.Status != ExecutionStatus.Done)
        {
            return;
        }

        if (operation.Task is Tasks.Start or Tasks.MigrateFrom or Tasks.Promote || operation.IsProbe
            || (operation.Task == Tasks.Monitor && operation.Status != ExecutionStatus.Done))
        {
            NoteDefinition(operation);
        }

        if (operation.Status != ExecutionStatus.Done && IsMaskedProbe(operation))
        {
            Succeed(operation, ExitCodes.NotRunning);
            Whole().AddScore(node, Score.MinusInfinity);
            return;
        }

        if (operation.Status == ExecutionStatus.Done)
        {
            Succeed(operation, operation.ExitCode);
            return;
        }

        Fail(operation);
    }

    // A resource runs with the definition of its last start; what failed with another one gets a fresh chance.
    private void NoteDefinition(OperationRecord operation)
    {
        if (operation.IsProbe && operation.ExitCode == ExitCodes.NotRunning)
        {
            return;
        }

        var changed = resource.ChangedOn;
        changed.Set(node.Index, DefinitionDigests.Differ(world, resource, operation));
        resource.ChangedOn = changed;
    }

    private static NodeSet With(NodeSet set, int index)
    {
        set.Add(index);
        return set;
    }

    private static bool IsMaskedProbe(OperationRecord operation) => operation.IsProbe
        && (operation.ExitCode is ExitCodes.NotInstalled or ExitCodes.InvalidParameter
            || operation.Status == ExecutionStatus.NotInstalled);

    private Resource Whole() => resource.IsInAnonymousClone ? resource.Top : resource;

    private void TakePending(OperationRecord operation)
    {
        resource.PendingNode = node;
        switch (operation.Task)
        {
            case Tasks.Start:
                resource.StartPending = true;
                SetActive();
                break;
            case Tasks.Promote:
                resource.Role = ResourceRole.Promoted;
                break;
            case Tasks.MigrateTo when node.Unclean:
                if (world.Cluster.FindNode(operation.Element.Get("migrate_target") ?? "") is { } target)
                {
                    world.Cluster.Action(resource, Tasks.Stop, target, optional: false);
                }

                break;
        }

        // A node that did not finish a probe is still to be asked.
        if (operation is { IsProbe: true } && history.Elements("lrm_rsc_op").Count() == 1)
        {
            resource.Known = default;
        }
    }

    private void Succeed(OperationRecord operation, int exitCode)
    {
        var clears = false;
        if (exitCode == ExitCodes.NotRunning)
        {
            clears = true;
        }
        else if (exitCode == ExitCodes.NotInstalled)
        {
            resource.Role = ResourceRole.Stopped;
        }
        else
        {
            clears = Succeed(operation);
        }

        if (clears && OnFail is FailureAction.Block or FailureAction.Demote or FailureAction.Recover)
        {
            OnFail = FailureAction.Ignore;
            resource.SetNextRole(ResourceRole.Unknown, "past failures are mended");
        }
    }

    private bool Succeed(OperationRecord operation)
    {
        switch (operation.Task)
        {
            case Tasks.Monitor:
                if (resource.Role < ResourceRole.Started)
                {
                    SetActive();
                }

                return _lastFailure is not null && _lastFailure.Key == operation.Key;
            case Tasks.Start or Tasks.MigrateFrom:
                resource.Role = ResourceRole.Started;
                return true;
            case Tasks.Stop:
                resource.Role = ResourceRole.Stopped;
                return true;
            case Tasks.Promote:
                resource.Role = ResourceRole.Promoted;
                return true;
            case Tasks.Demote:
                resource.Role = ResourceRole.Unpromoted;
                return OnFail == FailureAction.Demote;
            case Tasks.MigrateTo:
                MigrationHistory.Succeed(world, resource, node, operation);
                return false;
            default:
                if (resource.Role < ResourceRole.Started)
                {
                    SetActive();
                }

                return false;
        }
    }

    private void Fail(OperationRecord operation)
    {
        var action = OperationConfiguration.OnFail(world, resource, operation.Task, operation.Interval);
        if (action == FailureAction.Ignore && operation is { ExitCode: ExitCodes.NotInstalled, WasHard: true })
        {
            // What is not there cannot be pretended to run.
            action = FailureAction.Recover;
        }

        if (action == FailureAction.Ignore)
        {
            Succeed(operation, operation.Expected);
            resource.FailureIgnored = true;
            return;
        }

        _lastFailure = operation;
        OnFail = action > OnFail ? action : OnFail;
        ApplyFailure(operation, action);
        if (operation.Status is ExecutionStatus.HardError or ExecutionStatus.NotInstalled)
        {
            Whole().AddScore(node, Score.MinusInfinity);
        }
        else if (operation.Status == ExecutionStatus.FatalError)
        {
            Whole().AddScore(null, Score.MinusInfinity);
        }
    }

    private void ApplyFailure(OperationRecord operation, FailureAction action)
    {
        switch (operation.Task)
        {
            case Tasks.Stop:
                resource.AddScore(node, Score.MinusInfinity);
                break;
            case Tasks.MigrateTo:
                MigrationHistory.FailTo(world, resource, node, operation);
                break;
            case Tasks.MigrateFrom:
                MigrationHistory.FailFrom(world, resource, operation);
                break;
            case Tasks.Promote:
                resource.Role = ResourceRole.Promoted;
                break;
            case Tasks.Demote when action == FailureAction.Block:
                resource.Role = ResourceRole.Promoted;
                resource.SetNextRole(ResourceRole.Stopped, "its demotion failed, and on-fail is block");
                break;
            case Tasks.Demote:
                resource.Role = operation.ExitCode == ExitCodes.NotRunning
                    ? ResourceRole.Stopped : ResourceRole.Unpromoted;
                break;
        }

        if (operation.IsProbe && operation.ExitCode == ExitCodes.NotInstalled)
        {
            resource.Role = ResourceRole.Stopped;
        }
        else if (resource.Role < ResourceRole.Started)
        {
            SetActive();
        }

        var failRole = action == FailureAction.Stop ? ResourceRole.Stopped
            : operation.Task == Tasks.Promote ? ResourceRole.Unpromoted : ResourceRole.Started;
        if (failRole != ResourceRole.Started && resource.NextRole < failRole)
        {
            resource.SetNextRole(failRole, $"its {operation.Task} failed on {node.Name}");
        }

        if (failRole == ResourceRole.Stopped)
        {
            for (var i = 0; i < resource.Allowed.Length; i++)
            {
                Whole().AddScore(world.Cluster.Nodes[i], Score.MinusInfinity);
            }
        }
    }

    private void SetActive() =>
        resource.Role = resource.Top.IsPromotable ? ResourceRole.Unpromoted : ResourceRole.Started;
}
