using System.Xml.Linq;
using Microkernel.Simulation.Cib;

namespace Microkernel.Simulation.History;

/// <summary>How an operation of the history ended, in OCF exit codes.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;
    public const int InvalidParameter = 2;
    public const int Unimplemented = 3;
    public const int InsufficientPrivileges = 4;
    public const int NotInstalled = 5;
    public const int NotConfigured = 6;
    public const int NotRunning = 7;
    public const int RunningPromoted = 8;
    public const int FailedPromoted = 9;
    public const int Degraded = 190;
    public const int DegradedPromoted = 191;
}

/// <summary>How the execution of an operation ended.</summary>
internal enum ExecutionStatus
{
    Pending = -1,
    Done = 0,
    Cancelled = 1,
    Timeout = 2,
    NotSupported = 3,
    Error = 4,
    HardError = 5,
    FatalError = 6,
    NotInstalled = 7,
}

/// <summary>One operation of a resource's history on a node.</summary>
internal sealed class OperationRecord
{
    public OperationRecord(XElement element)
    {
        Element = element;
        Task = element.Get("operation") ?? "";
        Interval = CibXml.Number(element.Get("interval-ms") ?? element.Get("interval"), 0);
        CallId = CibXml.Number(element.Get("call-id"), -1);
        ExitCode = CibXml.Number(element.Get("rc-code"), -1);
        Status = (ExecutionStatus)CibXml.Number(element.Get("op-status"), 0);
        WasHard = Status is ExecutionStatus.HardError or ExecutionStatus.NotInstalled;
        var key = element.Get("transition-key")?.Split(':');
        Expected = key is { Length: >= 3 } ? CibXml.Number(key[2], -1) : -1;
        Key = element.Get("operation_key") ?? $"{element.Id()}";
        LastChange = CibXml.Number(element.Get("last-rc-change"), 0) is > 0 and var seconds
            ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
    }

    public XElement Element { get; }

    public string Task { get; }

    public int Interval { get; }

    public int CallId { get; }

    public int ExitCode { get; set; }

    public ExecutionStatus Status { get; set; }

    /// <summary>Gets whether it was recorded as one that cannot succeed there, whatever its exit code.</summary>
    public bool WasHard { get; }

    /// <summary>Gets the exit code that it was to have; -1 where it is not known.</summary>
    public int Expected { get; }

    public string Key { get; }

    public DateTimeOffset? LastChange { get; }

    public bool IsProbe => Task == "monitor" && Interval == 0;
}
