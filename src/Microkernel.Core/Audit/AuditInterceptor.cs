using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microkernel.Core.Security;
using Microkernel.Model;
using Microkernel.V1;

namespace Microkernel.Core.Audit;

/// <summary>Records every call that changes something, also those that fail.</summary>
internal sealed class AuditInterceptor(AuditTrail trail) : Interceptor
{
    private const string Written = "audit-written";

    /// <summary>Says that a call's record is written with its changes, in their transaction.</summary>
    public static void MarkWritten(ServerCallContext context) => context.UserState[Written] = true;

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        if (MethodRules.Find(context.Method) is not { Changes: true }) return await continuation(request, context);
        var outcome = StatusCode.OK;
        try
        {
            return await continuation(request, context);
        }
        catch (RpcException e)
        {
            outcome = e.StatusCode;
            throw;
        }
        catch
        {
            outcome = StatusCode.Unknown;
            throw;
        }
        finally
        {
            if (!(context.UserState.ContainsKey(Written) && outcome == StatusCode.OK) && !IsRehearsal(request))
            {
                var (target, detail) = Describe((IMessage)request);
                var record = trail.Begin(context, target, detail);
                record.Outcome = outcome.ToString();
                await trail.WriteAsync(record);
            }
        }
    }

    private static bool IsRehearsal(object request) => request is ApplyRequest { DryRun: true } or DeleteRequest { DryRun: true };

    /// <summary>What a request is about, without secrets and without large keys.</summary>
    private static (string Target, string Detail) Describe(IMessage request) => request switch
    {
        ApplyRequest apply => (Names(apply.Objects.Select(item => item.Reference())), ""),
        DeleteRequest delete => (Names(delete.Objects), ""),
        MoveRequest move => ("Resource/" + move.Resource, move.Node.Length > 0 ? "to " + move.Node : "away"),
        SetStandbyRequest standby => ("Node/" + standby.Node, standby.Standby ? "standby" : "unstandby"),
        SetLeaveRequest leave => ("Node/" + leave.Node, leave.Leave ? "leave" : "rejoin"),
        FenceRequest fence => ("Node/" + fence.Node, fence.Reason),
        ConfirmFencedRequest confirm => ("Node/" + confirm.Node, ""),
        CleanupRequest cleanup => ("Resource/" + cleanup.Resource, cleanup.Node),
        JoinRequest join => ("Node/" + join.Node, $"token {join.Token}, {string.Join(", ", join.Addresses)}"),
        LeaveRequest leave => ("Node/" + leave.Node, ""),
        CreateTokenRequest token => ($"{token.Role}/{token.Name}", ""),
        DeleteTokenRequest token => ("token/" + token.Id, ""),
        IssueCertificateRequest issue => ($"{issue.Role}/{issue.Name}", ""),
        RevokeCertificateRequest revoke => ("certificate/" + revoke.Certificate, revoke.Reason),
        RotateAuthorityRequest rotate => ("authority", rotate.Finish ? "finish" : "begin"),
        _ => ("", ""),
    };

    private static string Names(IEnumerable<ObjectReference> objects)
    {
        const int Shown = 20;
        var names = objects.Select(item => $"{item.Kind}/{item.Name}").ToList();
        return string.Join(", ", names.Take(Shown)) + (names.Count > Shown ? $" and {names.Count - Shown} more" : "");
    }
}
