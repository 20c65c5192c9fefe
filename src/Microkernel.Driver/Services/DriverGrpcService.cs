using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microkernel.Driver.V1;

namespace Microkernel.Driver;

/// <summary>Serves what every driver serves.</summary>
internal sealed class DriverGrpcService(
    DriverDescription description,
    DriverSession session,
    OperationGate gate,
    StateHub state,
    AgentDirectory agents,
    MetricCollector metrics,
    TimeProvider time,
    DriverStopping stopping) : DriverService.DriverServiceBase
{
    private static readonly TimeSpan BeatDefault = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BeatMin = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BeatMax = TimeSpan.FromMinutes(1);

    public override Task<HandshakeResponse> Handshake(HandshakeRequest request, ServerCallContext context)
    {
        var version = session.Greet(request);
        var (generation, activation) = session.Held;
        return Task.FromResult(new HandshakeResponse
        {
            Name = description.Name,
            Version = description.Version,
            InstanceId = description.InstanceId,
            ProtocolVersion = version,
            Capabilities = { description.Capabilities },
            AgentClasses = { agents.Classes },
            Pid = Environment.ProcessId,
            Generation = generation,
            Activation = activation,
        });
    }

    public override Task<ActivateResponse> Activate(ActivateRequest request, ServerCallContext context)
    {
        session.Activate(request);
        // Activating again takes a drain back: the swap that asked for it was given up.
        if (request.Activation == Activation.Active && !stopping.Token.IsCancellationRequested)
            gate.Open();
        return Task.FromResult(new ActivateResponse());
    }

    public override async Task<DrainResponse> Drain(DrainRequest request, ServerCallContext context)
    {
        try
        {
            await gate.DrainAsync(context.CancellationToken);
            return new DrainResponse();
        }
        catch (OperationCanceledException)
        {
            throw new RpcException(new Status(
                StatusCode.DeadlineExceeded, $"{gate.Count} operations are still under way"));
        }
    }

    public override Task<GetHealthResponse> GetHealth(GetHealthRequest request, ServerCallContext context) =>
        Task.FromResult(new GetHealthResponse { Health = state.Health });

    public override Task<GetMetricsResponse> GetMetrics(GetMetricsRequest request, ServerCallContext context) =>
        Task.FromResult(new GetMetricsResponse { Metrics = { metrics.Collect() } });

    public override Task<ListAgentsResponse> ListAgents(ListAgentsRequest request, ServerCallContext context)
    {
        try
        {
            return Task.FromResult(new ListAgentsResponse { Agents = { agents.List() } });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DriverErrors.Unavailable($"the agents cannot be listed: {e.Message}");
        }
    }

    public override async Task<DescribeAgentResponse> DescribeAgent(
        DescribeAgentRequest request, ServerCallContext context)
    {
        RequestChecks.Name("agent", request.Agent);
        var agent = agents.Find(request.Agent) ?? throw DriverErrors.NoSuchAgent(request.Agent);
        try
        {
            return new DescribeAgentResponse { Agent = await agent.DescribeAsync(context.CancellationToken) };
        }
        catch (AgentMetadataException e)
        {
            throw DriverErrors.Precondition($"{request.Agent}: {e.Message}");
        }
    }

    public override async Task WatchState(
        WatchStateRequest request, IServerStreamWriter<WatchStateResponse> responseStream, ServerCallContext context)
    {
        var beat = BeatInterval(request.BeatInterval);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, stopping.Token);
        using var subscription = state.Subscribe();
        try
        {
            while (true)
                await responseStream.WriteAsync(await NextAsync(subscription, beat, ends.Token), ends.Token);
        }
        catch (StateQueueFullException e)
        {
            throw DriverErrors.Exhausted(e.Message);
        }
        catch (OperationCanceledException) when (stopping.Token.IsCancellationRequested)
        {
            throw DriverErrors.Unavailable("this instance stops");
        }
        catch (OperationCanceledException)
        {
            // The reader has gone.
        }
    }

    private async Task<WatchStateResponse> NextAsync(
        StateSubscription subscription, TimeSpan beat, CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(beat, time);
        using var ended = cancellationToken.UnsafeRegister(_ => silence.Cancel(), null);
        try
        {
            await subscription.Reader.WaitToReadAsync(silence.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing for the length of a beat.
        }
        return state.NextOrBeat(subscription);
    }

    private static TimeSpan BeatInterval(Duration? requested)
    {
        if (requested is null or { Seconds: 0, Nanos: 0 })
            return BeatDefault;
        var beat = TimeSpan.FromSeconds(requested.Seconds) + TimeSpan.FromMicroseconds(requested.Nanos / 1000.0);
        if (beat < BeatMin || beat > BeatMax)
            throw DriverErrors.Invalid("beat_interval", beat, "100 ms to 60 s");
        return beat;
    }
}
