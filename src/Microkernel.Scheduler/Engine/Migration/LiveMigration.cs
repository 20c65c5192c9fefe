namespace Microkernel.Scheduling.Engine;

/// <summary>Moves a resource alive: migrate_to where it is, migrate_from where it comes to, then a stop.</summary>
internal static class LiveMigration
{
    public static bool IsPossible(Resource resource, Node current) => resource.Settings.AllowMigrate
        && resource is { Managed: true, Failed: false, StartPending: false } && !current.Unclean && current.Online
        && resource.AssignedTo is { Online: true, Unclean: false };

    public static void Create(Resource resource, Node current)
    {
        var cluster = resource.Cluster;
        var start = cluster.Action(resource, Tasks.Start, resource.AssignedTo);
        var stop = cluster.Action(resource, Tasks.Stop, current);
        var isUnderWay = resource.MigrationTarget is not null;
        var to = isUnderWay ? null : cluster.Action(resource, Tasks.MigrateTo, current);
        var from = cluster.Action(resource, Tasks.MigrateFrom, resource.AssignedTo);
        start.Migratable = stop.Migratable = from.Migratable = true;

        // The start is done by the migration, but what waits for it still can.
        start.Pseudo = true;
        if (to is null)
        {
            from.Needs = start.Needs;
        }
        else
        {
            to.Migratable = true;
            to.Needs = start.Needs;
            cluster.Orderings.Add(new Ordering(resource, Tasks.MigrateTo, resource, Tasks.MigrateFrom,
                OrderType.Optional | OrderType.ImpliesFirstMigratable));
        }

        cluster.Orderings.Add(new Ordering(resource, Tasks.MigrateFrom, resource, Tasks.Stop,
            OrderType.Optional | OrderType.ImpliesFirstMigratable));
        cluster.Orderings.Add(new Ordering(resource, Tasks.MigrateFrom, resource, Tasks.Start,
            OrderType.Optional | OrderType.ImpliesFirstMigratable | OrderType.PseudoFirst));
    }

    /// <summary>Adds what an order of starts or stops means where one or both move alive.</summary>
    public static void AddEquivalents(Cluster cluster, Ordering ordering)
    {
        if (ordering.First is not { } first || ordering.Then is not { } then || first == then
            || first.Kind != ResourceKind.Primitive || then.Kind != ResourceKind.Primitive)
        {
            return;
        }

        var (firstMoves, thenMoves) = (first.Settings.AllowMigrate, then.Settings.AllowMigrate);
        if (!thenMoves)
        {
            return;
        }

        var type = OrderType.Optional;
        switch (ordering.FirstTask, ordering.ThenTask)
        {
            case (Tasks.Start, Tasks.Start):
                if (firstMoves)
                {
                    // The one that moves alive is there before the other one leaves.
                    cluster.Orderings.Add(new Ordering(first, Tasks.MigrateFrom, then, Tasks.MigrateTo, type));
                    type |= OrderType.FirstNotMigrating;
                }

                cluster.Orderings.Add(new Ordering(first, Tasks.Start, then, Tasks.MigrateTo, type));
                break;
            case (Tasks.Stop, Tasks.Stop):
                type |= firstMoves ? OrderType.FirstNotMigrating : OrderType.None;
                cluster.Orderings.Add(new Ordering(first, Tasks.Stop, then, Tasks.MigrateTo, type));
                if (then.MigrationTarget is not null)
                {
                    cluster.Orderings.Add(new Ordering(first, Tasks.Stop, then, Tasks.MigrateFrom, type));
                }

                break;
            case (Tasks.Promote, Tasks.Start) or (Tasks.Demote, Tasks.Stop):
                cluster.Orderings.Add(new Ordering(first, ordering.FirstTask, then, Tasks.MigrateTo, type));
                if (then.MigrationTarget is not null && ordering.FirstTask == Tasks.Demote)
                {
                    cluster.Orderings.Add(new Ordering(first, Tasks.Demote, then, Tasks.MigrateFrom, type));
                }

                break;
        }
    }
}
