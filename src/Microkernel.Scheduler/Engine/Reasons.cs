namespace Microkernel.Scheduling.Engine;

/// <summary>Says in words why an action is done.</summary>
internal static class Reasons
{
    public static string Of(GraphAction action)
    {
        if (action.Reason.Length > 0)
        {
            return action.Reason;
        }

        if (action.Because is { } because && because.Resource != action.Resource)
        {
            return $"{because.Resource?.ConfiguredId ?? because.Node?.Name} {Word(because.Task)}";
        }

        return action.Resource is { } resource ? OfResource(action, resource) : "";
    }

    private static string OfResource(GraphAction action, Resource resource)
    {
        var from = resource.RunningOn.FirstOrDefault();
        switch (action.Task)
        {
            case Tasks.Start when resource.Failed:
                return "it failed and is recovered";
            case Tasks.Start when from is null:
                return "it is wanted and does not run";
            case Tasks.Start when from == action.Node:
                return "it was stopped to be started again";
            case Tasks.Start or Tasks.MigrateFrom:
                return $"it moves from {from?.Name}";
            case Tasks.Stop when resource.Failed:
                return "it failed and is recovered";
            case Tasks.Stop when resource.RunningOn.Count > 1:
                return "it is active on more than one node";
            case Tasks.Stop or Tasks.MigrateTo when resource.AssignedTo is { } to && to != action.Node:
                return $"it moves to {to.Name}";
            case Tasks.Stop when resource.AssignedTo is null:
                return resource.NextRoleReason;
            case Tasks.Promote or Tasks.Demote:
                return resource.NextRoleReason;
            default:
                return "it is restarted";
        }
    }

    private static string Word(string task) => task switch
    {
        Tasks.Start or Tasks.Started => "starts",
        Tasks.Stop or Tasks.Stopped => "stops",
        Tasks.Promote or Tasks.Promoted => "is promoted",
        Tasks.Demote or Tasks.Demoted => "is demoted",
        _ => $"does {task}",
    };
}
