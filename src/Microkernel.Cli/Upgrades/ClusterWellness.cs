using Microkernel.V1;

namespace Microkernel.Cli.Upgrades;

/// <summary>What stands against an upgrade, or shows that one did harm. Pure.</summary>
internal static class ClusterWellness
{
    /// <summary>Why the next node should not be touched; null when nothing stands against it.</summary>
    public static string? Problem(GetStatusResponse status)
    {
        if (!status.Quorate)
        {
            return "there is no quorum";
        }

        if (status.Nodes.FirstOrDefault(node => node.State != NodeState.Online) is { } missing)
        {
            return $"{missing.Name} is {missing.State.ToString().ToLowerInvariant()}: {missing.Reason}";
        }

        if (status.Transition is { } transition)
        {
            return $"resources are on the move: {string.Join(", ", transition.Running)}";
        }

        return status.Nodes.Any(node => node.Leader) ? null : "there is no leader";
    }

    /// <summary>Why a node does not count as back; null when its new core is there with its drivers.</summary>
    public static string? NotBack(GetStatusResponse status, string name, ulong formerEpoch)
    {
        var node = status.Nodes.FirstOrDefault(candidate => candidate.Name == name);
        if (node is null || node.CoreEpoch <= formerEpoch)
        {
            return $"the new core of {name} has not reported yet";
        }

        return node.Drivers.FirstOrDefault(driver => driver.State == DriverState.Unreachable) is { } driver
            ? $"its driver {driver.Name} is not attached yet: {driver.Reason}"
            : null;
    }

    /// <summary>What changed that an upgrade must not change; null when nothing did.</summary>
    public static string? Disturbed(GetStatusResponse before, GetStatusResponse after)
    {
        foreach (var resource in before.Resources)
        {
            var now = after.Resources.FirstOrDefault(candidate => candidate.Name == resource.Name);
            if (now is null)
            {
                // Somebody deleted it meanwhile, which is no harm of ours.
                continue;
            }

            if (!now.Nodes.Order().SequenceEqual(resource.Nodes.Order()))
            {
                return $"{resource.Name} ran on {Places(resource)}, and now on {Places(now)}";
            }

            if (now.Failures.Sum(failure => failure.Count) > resource.Failures.Sum(failure => failure.Count))
            {
                return $"{resource.Name} failed meanwhile";
            }
        }

        foreach (var driver in before.Nodes.SelectMany(node =>
            node.Drivers.Select(driver => (node.Name, Driver: driver))))
        {
            var now = after.Nodes.FirstOrDefault(node => node.Name == driver.Name)?.Drivers;
            if (driver.Driver.State == DriverState.Active &&
                now?.Any(d => d.Name == driver.Driver.Name && d.State == DriverState.Active) != true)
            {
                return $"driver {driver.Driver.Name} of {driver.Name} does not act yet";
            }
        }

        return null;
    }

    private static string Places(ResourceStatus resource) =>
        resource.Nodes.Count == 0 ? "no node" : string.Join(", ", resource.Nodes);
}
