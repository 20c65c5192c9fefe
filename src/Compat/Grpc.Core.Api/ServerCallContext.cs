namespace Grpc.Core;

/// <summary>What a server knows of the call that it serves.</summary>
public abstract class ServerCallContext
{
    private Dictionary<object, object>? _userState;

    /// <summary>Gets the path of the method, <c>/service/method</c>.</summary>
    public string Method => MethodCore;

    /// <summary>Gets the host that the client named.</summary>
    public string Host => HostCore;

    /// <summary>Gets the address of the client, such as <c>ipv4:192.0.2.1:40000</c>.</summary>
    public string Peer => PeerCore;

    /// <summary>Gets the moment, in UTC, after which the call fails; the largest value when there is none.</summary>
    public DateTime Deadline => DeadlineCore;

    /// <summary>Gets the headers that the client sent.</summary>
    public Metadata RequestHeaders => RequestHeadersCore;

    /// <summary>Gets a token that is cancelled when the client leaves or the deadline passes.</summary>
    public CancellationToken CancellationToken => CancellationTokenCore;

    /// <summary>Gets the trailers that will be sent at the end.</summary>
    public Metadata ResponseTrailers => ResponseTrailersCore;

    /// <summary>Gets or sets the status that will be sent at the end.</summary>
    public Status Status
    {
        get => StatusCore;
        set => StatusCore = value;
    }

    /// <summary>Gets or sets how the responses that follow are written.</summary>
    public WriteOptions? WriteOptions
    {
        get => WriteOptionsCore;
        set => WriteOptionsCore = value;
    }

    /// <summary>Gets what the transport knows about the identity of the client.</summary>
    public AuthContext AuthContext => AuthContextCore;

    /// <summary>Gets values that interceptors and the handler share for this call.</summary>
    public IDictionary<object, object> UserState => UserStateCore;

    /// <summary>Does the work of <see cref="Method" />.</summary>
    protected abstract string MethodCore { get; }

    /// <summary>Does the work of <see cref="Host" />.</summary>
    protected abstract string HostCore { get; }

    /// <summary>Does the work of <see cref="Peer" />.</summary>
    protected abstract string PeerCore { get; }

    /// <summary>Does the work of <see cref="Deadline" />.</summary>
    protected abstract DateTime DeadlineCore { get; }

    /// <summary>Does the work of <see cref="RequestHeaders" />.</summary>
    protected abstract Metadata RequestHeadersCore { get; }

    /// <summary>Does the work of <see cref="CancellationToken" />.</summary>
    protected abstract CancellationToken CancellationTokenCore { get; }

    /// <summary>Does the work of <see cref="ResponseTrailers" />.</summary>
    protected abstract Metadata ResponseTrailersCore { get; }

    /// <summary>Does the work of <see cref="Status" />.</summary>
    protected abstract Status StatusCore { get; set; }

    /// <summary>Does the work of <see cref="WriteOptions" />.</summary>
    protected abstract WriteOptions? WriteOptionsCore { get; set; }

    /// <summary>Does the work of <see cref="AuthContext" />.</summary>
    protected abstract AuthContext AuthContextCore { get; }

    /// <summary>Does the work of <see cref="UserState" />.</summary>
    protected virtual IDictionary<object, object> UserStateCore => _userState ??= [];

    /// <summary>Sends the response headers now; they can be sent once, and before the first response.</summary>
    public Task WriteResponseHeadersAsync(Metadata responseHeaders) => WriteResponseHeadersAsyncCore(responseHeaders);

    /// <summary>Creates what hands deadline and cancellation on to calls made on behalf of this one.</summary>
    public ContextPropagationToken CreatePropagationToken(ContextPropagationOptions? options = null) =>
        CreatePropagationTokenCore(options);

    /// <summary>Does the work of <see cref="WriteResponseHeadersAsync" />.</summary>
    protected abstract Task WriteResponseHeadersAsyncCore(Metadata responseHeaders);

    /// <summary>Does the work of <see cref="CreatePropagationToken" />.</summary>
    protected abstract ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options);
}
