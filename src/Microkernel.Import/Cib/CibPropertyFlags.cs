using Microkernel.V1;

namespace Microkernel.Import.Cib;

/// <summary>Properties of the cluster that are yes or no.</summary>
internal static class CibPropertyFlags
{
    private static readonly Dictionary<string, (string Field, Action<ClusterSpec, bool> Set)> Known = new()
    {
        ["stonith-enabled"] = ("fencingEnabled", (c, f) => c.FencingEnabled = f),
        ["symmetric-cluster"] = ("symmetric", (c, f) => c.Symmetric = f),
        ["maintenance-mode"] = ("maintenance", (c, f) => c.Maintenance = f),
        ["start-failure-is-fatal"] = ("startFailureIsFatal", (c, f) => c.StartFailureIsFatal = f),
        ["concurrent-fencing"] = ("concurrentFencing", (c, f) => c.ConcurrentFencing = f),
        ["startup-fencing"] = ("startupFencing", (c, f) => c.StartupFencing = f),
        ["shutdown-lock"] = ("shutdownLock", (c, f) => c.ShutdownLock = f),
        ["stop-all-resources"] = ("stopAllResources", (c, f) => c.StopAllResources = f),
        ["stop-orphan-resources"] = ("stopOrphans", (c, f) => c.StopOrphans = f),
    };

    /// <summary>Returns the field of a property.</summary>
    public static string FieldOf(string property) => Known[property].Field;

    /// <summary>Sets a property; false when it is none of these, or the value is no flag.</summary>
    public static bool Set(string property, string value, ClusterSpec spec)
    {
        if (!Known.TryGetValue(property, out var known) || CibValues.Flag(value) is not { } flag)
        {
            return false;
        }

        known.Set(spec, flag);
        return true;
    }
}
