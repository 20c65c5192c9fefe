namespace Grpc.Core;

/// <summary>Options of one call; every With method returns a changed copy.</summary>
public readonly struct CallOptions
{
    private readonly CallFlags _flags;

    /// <summary>Creates options; what is left out has no effect.</summary>
    /// <param name="headers">Headers to send.</param>
    /// <param name="deadline">The moment, in UTC, after which the call fails; null for none.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <param name="writeOptions">How requests are written.</param>
    /// <param name="propagationToken">Passes on deadline and cancellation of the call being served.</param>
    /// <param name="credentials">Credentials of this call alone.</param>
    public CallOptions(
        Metadata? headers = null,
        DateTime? deadline = null,
        CancellationToken cancellationToken = default,
        WriteOptions? writeOptions = null,
        ContextPropagationToken? propagationToken = null,
        CallCredentials? credentials = null)
    {
        Headers = headers;
        Deadline = deadline;
        CancellationToken = cancellationToken;
        WriteOptions = writeOptions;
        PropagationToken = propagationToken;
        Credentials = credentials;
    }

    private CallOptions(in CallOptions options, CallFlags flags)
    {
        this = options;
        _flags = flags;
    }

    /// <summary>Gets the headers to send.</summary>
    public Metadata? Headers { get; private init; }

    /// <summary>Gets the moment, in UTC, after which the call fails.</summary>
    public DateTime? Deadline { get; private init; }

    /// <summary>Gets the token that cancels the call.</summary>
    public CancellationToken CancellationToken { get; private init; }

    /// <summary>Gets how requests are written.</summary>
    public WriteOptions? WriteOptions { get; private init; }

    /// <summary>Gets what passes on deadline and cancellation of the call being served.</summary>
    public ContextPropagationToken? PropagationToken { get; private init; }

    /// <summary>Gets the credentials of this call alone.</summary>
    public CallCredentials? Credentials { get; private init; }

    /// <summary>Gets whether the call waits for a connection instead of failing when there is none.</summary>
    public bool IsWaitForReady => (_flags & CallFlags.WaitForReady) != 0;

    /// <summary>Returns a copy with these headers.</summary>
    public CallOptions WithHeaders(Metadata headers) => this with { Headers = headers };

    /// <summary>Returns a copy with this deadline, in UTC.</summary>
    public CallOptions WithDeadline(DateTime deadline) => this with { Deadline = deadline };

    /// <summary>Returns a copy with this token.</summary>
    public CallOptions WithCancellationToken(CancellationToken cancellationToken) =>
        this with { CancellationToken = cancellationToken };

    /// <summary>Returns a copy with these write options.</summary>
    public CallOptions WithWriteOptions(WriteOptions writeOptions) => this with { WriteOptions = writeOptions };

    /// <summary>Returns a copy with this propagation token.</summary>
    public CallOptions WithPropagationToken(ContextPropagationToken propagationToken) =>
        this with { PropagationToken = propagationToken };

    /// <summary>Returns a copy with these credentials.</summary>
    public CallOptions WithCredentials(CallCredentials credentials) => this with { Credentials = credentials };

    /// <summary>Returns a copy that waits for a connection, or does not.</summary>
    public CallOptions WithWaitForReady(bool waitForReady = true) => new(
        this, waitForReady ? _flags | CallFlags.WaitForReady : _flags & ~CallFlags.WaitForReady);
}
