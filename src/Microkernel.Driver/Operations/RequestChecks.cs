using Google.Protobuf.WellKnownTypes;
using Microkernel.Driver.V1;

namespace Microkernel.Driver;

/// <summary>Checks that requests of several services have in common; each names its field.</summary>
internal static class RequestChecks
{
    /// <summary>Longest operation: a storage resynchronisation or a live migration of a large machine.</summary>
    public static readonly TimeSpan TimeoutMax = TimeSpan.FromDays(1);

    public static void OperationId(string id)
    {
        if (id.Length is 0 or > 128)
            throw DriverErrors.Invalid("operation_id", id, "1 to 128 characters");
    }

    public static void Name(string field, string value)
    {
        if (value.Length is 0 or > 255 || value.Any(char.IsControl))
            throw DriverErrors.Invalid(field, value, "a name of 1 to 255 characters without control characters");
    }

    public static void Token(FencingToken? token, bool required)
    {
        if (required || token is not null)
            FencingTokenGate.Validate(token);
    }

    public static void Generation(ulong generation, bool required)
    {
        if (required && generation == 0)
            throw DriverErrors.Invalid("driver_generation", 0, "at least 1");
    }

    public static TimeSpan Timeout(Duration? timeout)
    {
        if (timeout is null)
            throw DriverErrors.Invalid("timeout", null, "a duration above 0");
        TimeSpan value;
        try
        {
            value = timeout.ToTimeSpan();
        }
        catch (InvalidOperationException)
        {
            throw DriverErrors.Invalid("timeout", timeout, "a well-formed duration");
        }
        if (value <= TimeSpan.Zero || value > TimeoutMax)
            throw DriverErrors.Invalid("timeout", value, $"above 0, at most {TimeoutMax.TotalHours} h");
        return value;
    }

    public static AgentParameters Parameters(
        IReadOnlyDictionary<string, string> open, IReadOnlyDictionary<string, string> secret)
    {
        try
        {
            return new AgentParameters(open, secret);
        }
        catch (AgentArgumentException e)
        {
            throw DriverErrors.Invalid(e);
        }
    }
}
