using Microkernel.Consensus.Protocol;
using Microkernel.Raft.V1;
using Microsoft.Extensions.Logging;

namespace Microkernel.Consensus.Hosting;

/// <summary>Log messages.</summary>
internal sealed partial class MemberRuntime
{
    [LoggerMessage(1, LogLevel.Information,
        "Member {Id} of cluster '{Cluster}' starts in term {Term} with a log up to entry {LastIndex}.",
        EventName = "MemberStarted")]
    private static partial void LogStarted(ILogger logger, ulong id, string cluster, ulong term, ulong lastIndex);

    [LoggerMessage(2, LogLevel.Information, "Member {Id} stopped.", EventName = "MemberStopped")]
    private static partial void LogStopped(ILogger logger, ulong id);

    [LoggerMessage(3, LogLevel.Critical, "The member stops: it must not go on after this.", EventName = "MemberFailed")]
    private static partial void LogFailed(ILogger logger, Exception exception);

    [LoggerMessage(4, LogLevel.Information,
        "{Role} in term {Term}, leader {Leader}, quorum {HasQuorum}; was {OldRole} in term {OldTerm}.",
        EventName = "StatusChanged")]
    private static partial void LogStatus(
        ILogger logger, RaftRole role, ulong term, ulong leader, bool hasQuorum, RaftRole oldRole, ulong oldTerm);

    [LoggerMessage(5, LogLevel.Information, "Snapshot taken up to entry {Index}.", EventName = "SnapshotTaken")]
    private static partial void LogSnapshotTaken(ILogger logger, ulong index);

    [LoggerMessage(6, LogLevel.Information,
        "Sending member {To} the snapshot up to entry {Index} ({Bytes} bytes).", EventName = "SendingSnapshot")]
    private static partial void LogSendingSnapshot(ILogger logger, ulong to, ulong index, long bytes);

    [LoggerMessage(7, LogLevel.Warning, "The snapshot for member {To} was not sent: {Reason}",
        EventName = "SnapshotNotSent")]
    private static partial void LogSnapshotNotSent(ILogger logger, ulong to, string reason);

    [LoggerMessage(8, LogLevel.Error, "A listener to status changes failed.", EventName = "ListenerFailed")]
    private static partial void LogListenerFailed(ILogger logger, Exception exception);

    [LoggerMessage(9, LogLevel.Warning,
        "Taking over from member {FencedId}: {Proof}, confirmed by {ConfirmedBy}.", EventName = "Takeover")]
    private static partial void LogTakeover(ILogger logger, ulong fencedId, FenceProofKind proof, string confirmedBy);
}
