namespace Microkernel.Scheduling.Engine;

/// <summary>Which instance of a clone belongs to an instance of another one.</summary>
internal static class CloneInstances
{
    /// <summary>Returns the instance that runs, or will run, where another resource does.</summary>
    public static Resource? Compatible(Resource other, Resource clone, ResourceRole role, bool current)
    {
        if (other.Place(current) is { } node)
        {
            return OnNode(clone, node, role, current);
        }

        foreach (var candidate in NodeChoice.Sorted(other.Cluster, other.Allowed, null))
        {
            if (OnNode(clone, candidate, role, current) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static Resource? OnNode(Resource clone, Node node, ResourceRole role, bool current)
    {
        foreach (var instance in clone.Children)
        {
            if (instance.Place(current) == node && !instance.Any(r => r.Blocked)
                && (role == ResourceRole.Unknown || instance.RoleOf(current) == role))
            {
                return instance;
            }
        }

        return null;
    }
}
