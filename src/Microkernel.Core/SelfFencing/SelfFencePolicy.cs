namespace Microkernel.Core.SelfFencing;

/// <summary>Decides whether a node may go on living. Pure.</summary>
internal static class SelfFencePolicy
{
    /// <summary>Why the watchdog is not to be fed; null when it is.</summary>
    /// <param name="active">What may be active on this node.</param>
    /// <param name="sinceGrant">Time since the last grant was asked for that was given; null when none ever was.</param>
    /// <param name="grant">How long a grant lasts.</param>
    public static string? WhyNot(IReadOnlyCollection<string> active, TimeSpan? sinceGrant, TimeSpan grant)
    {
        if (sinceGrant < grant || active.Count == 0) return null;
        var runs = $"it may still run {string.Join(", ", active.Take(5))}{(active.Count > 5 ? " and more" : "")}";
        return sinceGrant is { } since
            ? $"the cluster has not granted for {since.TotalSeconds:F1} s that this node goes on, and {runs}"
            : $"the cluster has never granted that this node goes on, and {runs}";
    }
}
