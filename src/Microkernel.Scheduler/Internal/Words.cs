namespace Microkernel.Scheduling.Internal;

/// <summary>Words that several reasons share.</summary>
internal static class Words
{
    /// <summary>Says what failed, as "failed to start (exit code 1)".</summary>
    public static string Failed(Instance instance)
    {
        var failure = instance.Seen.LastFailure;
        var what = instance.Seen.State == ObservedState.StopFailed ? "failed to stop" : failure?.Operation switch
        {
            FailedOperation.Start => "failed to start",
            FailedOperation.Stop => "failed to stop",
            _ => "failed",
        };
        return failure is { Reason.Length: > 0 } ? $"{what} ({failure.Reason})" : what;
    }

    /// <summary>Says how often, as "once" or "3 times".</summary>
    public static string Times(int count) => count switch
    {
        1 => "once",
        2 => "twice",
        _ => $"{count} times",
    };
}
