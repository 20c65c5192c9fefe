using Google.Rpc;
using Grpc.Core;
using Microkernel.Cli.Connection;
using Microkernel.Model;

namespace Microkernel.Cli.Failures;

/// <summary>Turns failed calls into messages that say what to do next.</summary>
internal static class RpcFailures
{
    /// <summary>Returns the failure for a status that a server, or the way to it, ended a call with.</summary>
    /// <param name="e">The failed call.</param>
    /// <param name="server">The server that was called.</param>
    /// <param name="timeout">How long an answer was waited for.</param>
    /// <param name="isRead">Whether the call changes nothing.</param>
    public static CommandFailure Translate(RpcException e, ServerAddress server, TimeSpan timeout, bool isRead)
    {
        if (e.StatusCode is StatusCode.Unavailable or StatusCode.Internal && e.Status.DebugException is not null)
        {
            return new CommandFailure(
                ExitCodes.Unreachable,
                $"The connection to {server.Text} broke" + (isRead ? "." : ": whether it was done is not known."),
                isRead
                    ? "Try again; the server may have been restarted."
                    : "See with 'mkctl status' and 'mkctl events --limit 20', then repeat the command if needed.");
        }

        if (e.StatusCode == StatusCode.DeadlineExceeded)
        {
            var message = $"{server.Text} did not answer within {DurationText.Format(timeout)}";
            return isRead
                ? new CommandFailure(
                    ExitCodes.Timeout, message + ".",
                    "Ask another node with --server HOST:PORT, or wait longer with --timeout; the log of microkerneld "
                    + "there may say what is wrong.")
                : new CommandFailure(
                    ExitCodes.Timeout, message + ": whether it was done is not known.",
                    "See with 'mkctl status'; repeat the command if needed, with a longer --timeout.");
        }

        return new CommandFailure(ExitCode(e.StatusCode), Sentence(e), Next(e.StatusCode), Violations(e));
    }

    /// <summary>Returns the failure for servers none of which took the call.</summary>
    public static CommandFailure Unreachable(IReadOnlyList<(ServerAddress Server, RpcException Failure)> refusals)
    {
        var answered = refusals.Where(r => ConnectException.Of(r.Failure) is null).ToList();
        if (answered.Count > 0)
        {
            return new CommandFailure(
                ExitCodes.Unreachable, "The cluster takes no changes now: no server has a quorum and a leader.",
                "See with 'mkctl status' which nodes are missing, bring them or their network back, and try again.",
                [.. refusals.Select(r => ConnectException.Of(r.Failure)?.Message
                    ?? $"{r.Server.Text}: {r.Failure.Status.Detail}")]);
        }

        var isLocal = refusals.All(r => r.Server == ServerAddress.Default);
        return new CommandFailure(
            ExitCodes.Unreachable,
            refusals.Count == 1 ? "The server cannot be reached." : "None of the servers can be reached.",
            isLocal
                ? "Start microkerneld on this host, or name another server with --server HOST:PORT or MKCTL_CONTEXT."
                : "Check that microkerneld runs there and that the addresses (--server, --context, MKCTL_CONTEXT) are "
                    + "right.",
            [.. refusals.Select(r => ConnectException.Of(r.Failure)!.Message)]);
    }

    private static int ExitCode(StatusCode code) => code switch
    {
        StatusCode.InvalidArgument or StatusCode.FailedPrecondition or StatusCode.OutOfRange
            or StatusCode.PermissionDenied or StatusCode.Unauthenticated => ExitCodes.Refused,
        StatusCode.NotFound => ExitCodes.NotFound,
        StatusCode.Aborted or StatusCode.AlreadyExists => ExitCodes.Conflict,
        StatusCode.Unavailable => ExitCodes.Unreachable,
        _ => ExitCodes.Failed,
    };

    private static string? Next(StatusCode code) => code switch
    {
        StatusCode.InvalidArgument => "Mend what is named above and try again; nothing was changed.",
        StatusCode.FailedPrecondition => "Nothing was changed; 'mkctl status' shows how things stand.",
        StatusCode.NotFound => "'mkctl get all -o name' lists what there is.",
        StatusCode.Aborted or StatusCode.AlreadyExists => "Read it again ('mkctl get'), merge your change and repeat.",
        StatusCode.PermissionDenied or StatusCode.Unauthenticated =>
            "Run as root on a node of the cluster, or ask who may.",
        StatusCode.Unimplemented => "The server is older than this mkctl: compare with 'mkctl version'.",
        StatusCode.ResourceExhausted => "Ask for less at a time, or try again later.",
        _ => "The log of microkerneld on that node says more: journalctl -u microkerneld.",
    };

    private static string Sentence(RpcException e) =>
        e.Status.Detail.Length > 0 ? e.Status.Detail : $"The server answered {e.StatusCode} without a reason.";

    private static IReadOnlyList<string> Violations(RpcException e) =>
        e.GetRpcStatus()?.GetDetail<BadRequest>() is { } bad
            ? [.. bad.FieldViolations.Select(v => $"{v.Field}: {v.Description}")]
            : [];
}
