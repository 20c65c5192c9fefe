namespace Microkernel.Scheduling.Engine;

/// <summary>Names of what actions do. Groups and clones have marks for the begin and the end of each.</summary>
internal static class Tasks
{
    public const string Start = "start";
    public const string Started = "running";
    public const string Stop = "stop";
    public const string Stopped = "stopped";
    public const string Promote = "promote";
    public const string Promoted = "promoted";
    public const string Demote = "demote";
    public const string Demoted = "demoted";
    public const string Monitor = "monitor";
    public const string MigrateTo = "migrate_to";
    public const string MigrateFrom = "migrate_from";
    public const string Fence = "stonith";
    public const string Unfence = "on";
    public const string Shutdown = "do_shutdown";
    public const string LoadStopped = "load_stopped";
    public const string OneOrMore = "one-or-more";

    /// <summary>Returns the end of what begins with a task; the task itself where it has none.</summary>
    public static string EndOf(string task) => task switch
    {
        Start => Started,
        Stop => Stopped,
        Promote => Promoted,
        Demote => Demoted,
        _ => task,
    };

    /// <summary>Returns what a member or an instance does when the whole begins or ends a task.</summary>
    public static string BeginOf(string task) => task switch
    {
        Started => Start,
        Stopped => Stop,
        Promoted => Promote,
        Demoted => Demote,
        _ => task,
    };
}
