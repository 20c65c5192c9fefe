using Grpc.Core;

namespace Microkernel.Driver;

/// <summary>The refusals of the protocol's error tables.</summary>
public static class DriverErrors
{
    /// <summary>INVALID_ARGUMENT: names the field, what it held and what was expected.</summary>
    public static RpcException Invalid(string field, object? value, string expected) =>
        Of(StatusCode.InvalidArgument, $"{field}: got {Show(value)}, expected {expected}");

    /// <summary>INVALID_ARGUMENT with an agent's own words.</summary>
    public static RpcException Invalid(AgentArgumentException error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return Of(StatusCode.InvalidArgument, error.Message);
    }

    /// <summary>NOT_FOUND: this driver has no such agent.</summary>
    public static RpcException NoSuchAgent(string agent) =>
        Of(StatusCode.NotFound, $"agent: no agent {Show(agent)} on this node");

    /// <summary>ABORTED: the caller is behind someone else.</summary>
    public static RpcException Outdated(string message) => Of(StatusCode.Aborted, message);

    /// <summary>FAILED_PRECONDITION: not in this state.</summary>
    public static RpcException Precondition(string message) => Of(StatusCode.FailedPrecondition, message);

    /// <summary>UNAVAILABLE: not here, not now.</summary>
    public static RpcException Unavailable(string message) => Of(StatusCode.Unavailable, message);

    /// <summary>RESOURCE_EXHAUSTED: a bound is reached.</summary>
    public static RpcException Exhausted(string message) => Of(StatusCode.ResourceExhausted, message);

    private static RpcException Of(StatusCode code, string message) => new(new Status(code, message));

    private static string Show(object? value) => value switch
    {
        null => "nothing",
        string { Length: 0 } => "an empty string",
        string text => $"\"{(text.Length > 80 ? string.Concat(text.AsSpan(0, 80), "…") : text)}\"",
        _ => $"{value}",
    };
}
