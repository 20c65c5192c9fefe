namespace Microkernel.Scheduling;

/// <summary>The last failure of a resource on a node.</summary>
/// <param name="Operation">What failed.</param>
/// <param name="Time">When.</param>
/// <param name="Scope">Where another try is useless.</param>
/// <param name="Reason">The tool's words; empty when it gave none.</param>
public sealed record FailureRecord(
    FailedOperation Operation,
    DateTimeOffset Time,
    FailureScope Scope = FailureScope.Passing,
    string Reason = "");

/// <summary>An operation that failed.</summary>
public enum FailedOperation
{
    /// <summary>A monitor or probe.</summary>
    Monitor,

    /// <summary>A start.</summary>
    Start,

    /// <summary>A stop.</summary>
    Stop,
}

/// <summary>Where another try is useless until the failure expires, is cleaned up, or the definition changes.</summary>
public enum FailureScope
{
    /// <summary>Nowhere: it may succeed the next time.</summary>
    Passing,

    /// <summary>On this node, as when the software is not installed (OCF 2, 3, 4, 5).</summary>
    Node,

    /// <summary>Everywhere, as when the parameters are wrong (OCF 6).</summary>
    Cluster,
}
