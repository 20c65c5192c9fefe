namespace Grpc.Core;

/// <summary>The outcome of a call: a code and a text for people.</summary>
public struct Status : IEquatable<Status>
{
    /// <summary>Success with an empty text.</summary>
    public static readonly Status DefaultSuccess = new(StatusCode.OK, string.Empty);

    /// <summary>Cancellation with an empty text.</summary>
    public static readonly Status DefaultCancelled = new(StatusCode.Cancelled, string.Empty);

    /// <summary>Creates a status from what was received or is to be sent.</summary>
    public Status(StatusCode statusCode, string detail)
        : this(statusCode, detail, null)
    {
    }

    /// <summary>Creates a status that also keeps, on this side only, the exception behind it.</summary>
    public Status(StatusCode statusCode, string detail, Exception? debugException)
    {
        StatusCode = statusCode;
        Detail = detail;
        DebugException = debugException;
    }

    /// <summary>Gets the code.</summary>
    public StatusCode StatusCode { get; }

    /// <summary>Gets the text for people.</summary>
    public string Detail { get; }

    /// <summary>Gets the local exception behind a failure, if known; it never crosses the wire.</summary>
    public Exception? DebugException { get; }

    /// <inheritdoc />
    public override readonly string ToString() => DebugException is null
        ? $"Status(StatusCode=\"{StatusCode}\", Detail=\"{Detail}\")"
        : $"Status(StatusCode=\"{StatusCode}\", Detail=\"{Detail}\", DebugException=\"{DebugException.GetType()}: "
            + $"{DebugException.Message}\")";

    /// <summary>Tells whether code, text and exception are the same.</summary>
    public readonly bool Equals(Status other) => StatusCode == other.StatusCode
        && Detail == other.Detail
        && ReferenceEquals(DebugException, other.DebugException);

    /// <inheritdoc />
    public override readonly bool Equals(object? obj) => obj is Status other && Equals(other);

    /// <inheritdoc />
    public override readonly int GetHashCode() => HashCode.Combine(StatusCode, Detail);

    /// <summary>Tells whether two statuses are equal.</summary>
    public static bool operator ==(Status left, Status right) => left.Equals(right);

    /// <summary>Tells whether two statuses differ.</summary>
    public static bool operator !=(Status left, Status right) => !left.Equals(right);
}
