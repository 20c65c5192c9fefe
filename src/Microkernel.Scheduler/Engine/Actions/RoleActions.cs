using Microkernel.V1;

namespace Microkernel.Scheduling.Engine;

/// <summary>Makes the actions that bring a primitive from what it is to what it shall be.</summary>
internal static class RoleActions
{
    public static void Create(Resource resource)
    {
        if (resource.NextRole == ResourceRole.Unknown)
        {
            resource.SetNextRole(
                resource.AssignedTo is null ? ResourceRole.Stopped : ResourceRole.Started, "a node was found");
        }

        var current = ActiveNode(resource, out var active, out var clean);
        foreach (var node in resource.DanglingMigrations)
        {
            resource.Cluster.Action(resource, Tasks.Stop, node, optional: false).Dangling = true;
        }

        var (needStop, needPromote, migrates) = Judge(resource, current, active, clean);
        CreateRestart(resource, needStop, needPromote);
        CreateTransition(resource);
        if (migrates)
        {
            LiveMigration.Create(resource, current!);
        }
    }

    private static (bool Stop, bool Promote, bool Migrates) Judge(
        Resource resource, Node? current, int active, int clean)
    {
        var needStop = false;
        var moves = false;
        var migrates = false;
        if (current is not null && resource.AssignedTo is not null && current != resource.AssignedTo
            && resource.NextRole >= ResourceRole.Started)
        {
            moves = needStop = true;
            migrates = LiveMigration.IsPossible(resource, current);
        }

        var multiply = false;
        if (migrates && active == 2 && resource.MigrationSource == current
            && resource.MigrationTarget == resource.AssignedTo && resource.MigrationTarget is not null)
        {
            // A migration that has begun goes on.
        }
        else if (resource.MigrationSource is not null || resource.MigrationTarget is not null)
        {
            resource.MigrationSource = resource.MigrationTarget = null;
            (needStop, migrates) = (true, false);
        }
        else
        {
            multiply = (resource.Settings.Requires >= Requires.Fencing ? active : clean) > 1;
        }

        resource.StopUnexpected &= multiply;
        if (multiply && resource.Settings.MultipleActive is MultipleActive.StopStart or MultipleActive.StopUnexpected)
        {
            needStop |= multiply;
            resource.StopUnexpected = multiply
                && resource.Settings.MultipleActive == MultipleActive.StopUnexpected;
        }

        var needPromote = JudgeInPlace(resource, current, moves, ref needStop);
        return (needStop, needPromote, migrates);
    }

    private static bool JudgeInPlace(Resource resource, Node? current, bool moves, ref bool needStop)
    {
        if (resource.StartPending && resource.AssignedTo is not null)
        {
            resource.Cluster.Action(resource, Tasks.Start, resource.AssignedTo).Again = true;
        }

        if (moves)
        {
            return false;
        }

        if (resource is { Managed: true, AssignedTo: { } here } && resource.ChangedOn.Has(here.Index)
            && resource.RunningOn.Contains(here))
        {
            resource.Cluster.Action(resource, Tasks.Start, here, optional: false).Reason = "its definition changed";
        }

        if (resource.Failed)
        {
            needStop |= resource.RecoverByStop;
            return !resource.RecoverByStop && resource.NextRole == ResourceRole.Promoted;
        }

        if (resource.Blocked)
        {
            needStop = true;
        }
        else if (resource.Role > ResourceRole.Started && current is not null && resource.AssignedTo is not null
            && resource.Find(Tasks.Start, resource.AssignedTo) is { Optional: false })
        {
            needStop = true;
        }

        return false;
    }

    // Of several nodes the one where it shall be comes first, then a clean one.
    private static Node? ActiveNode(Resource resource, out int active, out int clean)
    {
        active = resource.RunningOn.Count;
        clean = resource.RunningOn.Count(n => n.Online && !n.Unclean);
        if (resource.MigrationSource is { } source && resource.RunningOn.Contains(source))
        {
            return source;
        }

        if (active > 1 && resource.Settings.Requires < Requires.Fencing)
        {
            return resource.RunningOn.Find(n => n.Online && !n.Unclean) ?? resource.RunningOn[0];
        }

        return resource.RunningOn.FirstOrDefault();
    }

    private static void CreateRestart(Resource resource, bool needStop, bool needPromote)
    {
        var role = resource.Role;
        while (role is not (ResourceRole.Stopped or ResourceRole.Unknown))
        {
            var next = Step(role, ResourceRole.Stopped);
            Act(resource, role, next, !needStop, restarting: true);
            role = next;
        }

        while (resource.Role <= resource.NextRole && role != resource.Role && !resource.Blocked)
        {
            var next = Step(role, resource.Role);
            var required = needStop || (next == ResourceRole.Promoted && needPromote);
            Act(resource, role, next, !required, restarting: true);
            role = next;
        }
    }

    private static void CreateTransition(Resource resource)
    {
        var role = resource.Role == ResourceRole.Unknown ? ResourceRole.Stopped : resource.Role;
        while (role != resource.NextRole)
        {
            var next = Step(role, resource.NextRole);
            if (next == role)
            {
                return;
            }

            Act(resource, role, next, optional: false, restarting: false);
            role = next;
        }
    }

    private static ResourceRole Step(ResourceRole from, ResourceRole to) => (from, to) switch
    {
        (ResourceRole.Stopped, ResourceRole.Promoted) => ResourceRole.Unpromoted,
        (ResourceRole.Unpromoted, ResourceRole.Started) => ResourceRole.Stopped,
        (ResourceRole.Promoted, ResourceRole.Stopped or ResourceRole.Started) => ResourceRole.Unpromoted,
        (_, ResourceRole.Unknown) => ResourceRole.Stopped,
        _ => to,
    };

    private static void Act(Resource resource, ResourceRole from, ResourceRole to, bool optional, bool restarting)
    {
        switch (from, to)
        {
            case (ResourceRole.Stopped, ResourceRole.Started or ResourceRole.Unpromoted):
                Start(resource, optional);
                break;
            case (ResourceRole.Started or ResourceRole.Unpromoted, ResourceRole.Stopped):
                Stop(resource, optional, restarting);
                break;
            case (ResourceRole.Started or ResourceRole.Unpromoted, ResourceRole.Promoted):
                Promote(resource, optional);
                break;
            case (ResourceRole.Promoted, not ResourceRole.Promoted):
                foreach (var node in resource.RunningOn)
                {
                    resource.Cluster.Action(resource, Tasks.Demote, node, optional);
                }

                break;
        }
    }

    private static void Start(Resource resource, bool optional)
    {
        if (resource.AssignedTo is not { } node)
        {
            return;
        }

        var start = resource.Cluster.Action(resource, Tasks.Start, node);
        Unfencing.OrderBefore(resource, node, start, OrderType.ImpliesThen);
        if (start.Runnable && !optional)
        {
            resource.Cluster.Action(resource, Tasks.Start, node, optional: false);
        }
        else if (!optional && !start.Runnable)
        {
            start.Optional = !resource.Managed;
        }
    }

    private static void Stop(Resource resource, bool optional, bool restarting)
    {
        foreach (var node in resource.RunningOn)
        {
            var required = !optional;
            if (resource.StopUnexpected && node == resource.AssignedTo)
            {
                continue;
            }

            if (resource.MigrationTarget is { } target)
            {
                if (target == resource.AssignedTo && target == node)
                {
                    continue;
                }

                required = true;
            }

            var stop = resource.Cluster.Action(resource, Tasks.Stop, node, !required);
            if (resource.AssignedTo is null && stop.Reason.Length == 0)
            {
                stop.Reason = resource.NextRoleReason;
            }

            if (!resource.Managed)
            {
                stop.Runnable = false;
            }

            if (restarting && resource.StopUnexpected)
            {
                stop.Reason = "it is active on more than one node";
            }

            Unfencing.OrderAfter(resource, node, stop);
        }
    }

    private static void Promote(Resource resource, bool optional)
    {
        if (resource.AssignedTo is not { } node)
        {
            return;
        }

        if (resource.Find(Tasks.Start, node) is { Runnable: false, Optional: false })
        {
            if (resource.Find(Tasks.Promote, node) is { } promote)
            {
                promote.Runnable = false;
            }

            return;
        }

        resource.Cluster.Action(resource, Tasks.Promote, node, optional);
    }
}
