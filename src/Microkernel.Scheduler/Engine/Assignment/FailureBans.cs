namespace Microkernel.Scheduling.Engine;

/// <summary>Keeps resources away from nodes where they failed too often.</summary>
internal static class FailureBans
{
    public static void Apply(Cluster cluster)
    {
        foreach (var (resource, node, count) in cluster.FailureCounts)
        {
            var threshold = resource.Settings.MigrationThreshold;
            if (threshold == 0 || resource.FailureIgnored || count < threshold
                || (resource.ChangedOn.Has(node.Index) && !resource.IsActive))
            {
                continue;
            }

            // Instances that are all the same fail all the same.
            var banned = resource.IsInAnonymousClone ? resource.Top : resource;
            banned.AddScore(node, Score.MinusInfinity);
        }
    }
}
