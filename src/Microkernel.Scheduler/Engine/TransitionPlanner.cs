namespace Microkernel.Scheduling.Engine;

/// <summary>Runs all steps of the scheduler over a cluster whose configuration and state were filled in.</summary>
internal static class TransitionPlanner
{
    /// <summary>Decides what runs where and makes the actions that lead there.</summary>
    public static Transition Plan(Cluster cluster)
    {
        SortByPriority(cluster);
        Preparation.Apply(cluster);
        FailureBans.Apply(cluster);
        foreach (var resource in cluster.Resources)
        {
            InternalOrders.Create(resource);
        }

        foreach (var resource in AssignmentOrder.Of(cluster))
        {
            Assigner.Assign(resource);
        }

        ProbePlanner.Plan(cluster);
        foreach (var resource in cluster.Resources)
        {
            WholeActions.Create(resource);
        }

        ProbePlanner.HoldUp(cluster);
        FencingActions.Create(cluster);
        OrderApplication.Apply(cluster);
        return TransitionExtractor.Extract(cluster);
    }

    private static void SortByPriority(Cluster cluster)
    {
        var sorted = cluster.Resources.OrderByDescending(r => r.Priority).ToList();
        cluster.Resources.Clear();
        cluster.Resources.AddRange(sorted);
    }
}
