using Grpc.Core;
using Microkernel.Core.State;
using Microkernel.Security;
using Microsoft.AspNetCore.Http;

namespace Microkernel.Core.Security;

/// <summary>
/// Lets a call pass or refuses it, by <see cref="MethodRules"/>: before its message is read. The caller was found out when
/// the connection was made, or shows a token with the call.
/// </summary>
internal sealed partial class Gatekeeper(
    ClusterTracker tracker, SecurityMetrics metrics, TimeProvider time, ILogger<Gatekeeper> logger)
{
    private const string TokenScheme = "Bearer ";

    /// <summary>Handles a request of the API's listeners.</summary>
    public Task PassAsync(HttpContext context, RequestDelegate next)
    {
        var path = context.Request.Path.Value ?? "";
        if (context.Features.Get<Caller>() is not { } caller)
        {
            // No caller was found out: it is the listener for Prometheus.
            return path == "/metrics" ? next(context) : RefuseAsync(context, StatusCode.Unimplemented, "not served here");
        }
        var rule = MethodRules.Find(path);
        if (rule is null) return RefuseAsync(context, StatusCode.Unimplemented, $"{path} is not served");
        if (rule.Allows(caller.Role)) return next(context);
        if (caller.Role == Role.None && FromToken(context.Request.Headers.Authorization, caller.Origin) is { } named)
        {
            caller = named;
            context.Features.Set(named);
            if (rule.Allows(named.Role)) return next(context);
        }
        metrics.CallRefused(caller.Role);
        LogRefused(logger, path, caller.Name, caller.Role.Text(), caller.Origin);
        return caller.Role == Role.None
            ? RefuseAsync(context, StatusCode.Unauthenticated, "this call needs a certificate or a token of the cluster")
            : RefuseAsync(context, StatusCode.PermissionDenied, $"{caller.Name} is {caller.Role.Text()}: {path} is for {Names(rule)}");
    }

    /// <summary>Finds who a token was given to; null when it is not good.</summary>
    private Caller? FromToken(string? authorization, string origin)
    {
        if (authorization is null || !authorization.StartsWith(TokenScheme, StringComparison.Ordinal)) return null;
        TokenText token;
        try
        {
            token = TokenText.Parse(authorization[TokenScheme.Length..]);
        }
        catch (FormatException)
        {
            return null;
        }
        return tracker.Current.Tokens.TryGetValue(token.Id, out var record) &&
            TokenText.Matches(token.Secret, record.Hash.Span) && record.NotAfter.ToDateTimeOffset() > time.GetUtcNow() &&
            RoleNames.Parse(record.Role) is var role and not Role.Node
            ? new Caller(role, record.Name, "", origin)
            : null;
    }

    private static string Names(MethodRule rule) => string.Join(
        ", ", RoleNames.All.Where(role => (rule.Roles & role) != 0).Select(RoleNames.Text));

    private static Task RefuseAsync(HttpContext context, StatusCode code, string detail)
    {
        // gRPC over HTTP/2: "Trailers-Only".
        context.Response.ContentType = "application/grpc";
        context.Response.Headers["grpc-status"] = ((int)code).ToString(System.Globalization.CultureInfo.InvariantCulture);
        context.Response.Headers["grpc-message"] = Uri.EscapeDataString(detail);
        return Task.CompletedTask;
    }
}
