using Grpc.Core;
using Microkernel.Consensus.Storage;
using Microkernel.Consensus.Transport;
using Microkernel.Raft.V1;

namespace Microkernel.Consensus;

/// <summary>Receives the traffic of other members; mapped by the host with <c>MapGrpcService</c>.</summary>
public sealed class RaftTransportService(GrpcRaftTransport transport) : RaftService.RaftServiceBase
{
    /// <inheritdoc/>
    public override async Task Deliver(
        IAsyncStreamReader<DeliverRequest> requestStream,
        IServerStreamWriter<DeliverResponse> responseStream,
        ServerCallContext context)
    {
        var cancellation = context.CancellationToken;
        if (!await requestStream.MoveNext(cancellation) || requestStream.Current.Hello is not { } hello)
        {
            throw Error(StatusCode.InvalidArgument, "The first element of the stream must be hello.");
        }

        var receiver = Admit(hello, context);
        var received = new ReceivedBatches();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var confirming = ConfirmAsync(received, responseStream, ending.Token);
        transport.StreamOpened(hello.From);
        try
        {
            while (await requestStream.MoveNext(cancellation))
            {
                Take(requestStream.Current.Batch, hello, receiver);
                received.Increment();
                _ = Accept(hello);
            }
        }
        finally
        {
            transport.StreamClosed(hello.From);
            await ending.CancelAsync();
            await confirming.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <inheritdoc/>
    public override async Task<InstallSnapshotResponse> InstallSnapshot(
        IAsyncStreamReader<InstallSnapshotRequest> requestStream, ServerCallContext context)
    {
        if (!await requestStream.MoveNext(context.CancellationToken) || requestStream.Current.Header is not { } header
            || header.Notice?.InstallSnapshot?.Snapshot is not { } snapshot)
        {
            throw Error(StatusCode.InvalidArgument, "The first element of the stream must be a header with a notice.");
        }

        var receiver = Admit(header.Hello, context);
        try
        {
            using var sink = receiver.OpenSnapshotSink(snapshot, header.SizeBytes, header.Checksum);
            while (await requestStream.MoveNext(context.CancellationToken))
            {
                Take(requestStream.Current.Chunk, sink);
            }

            if (!sink.TryComplete())
            {
                throw Error(StatusCode.DataLoss, "The snapshot does not match its size or checksum.");
            }
        }
        catch (IOException exception)
        {
            throw Error(StatusCode.ResourceExhausted, $"The snapshot cannot be stored: {exception.Message}");
        }

        receiver.Receive(header.Notice);
        return new InstallSnapshotResponse();
    }

    /// <inheritdoc/>
    public override Task<GetSnapshotProgressResponse> GetSnapshotProgress(
        GetSnapshotProgressRequest request, ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        var receiver = Admit(request.Hello, context);
        if (request.Snapshot?.Position is null)
        {
            throw Error(StatusCode.InvalidArgument, "snapshot: missing.");
        }

        try
        {
            using var sink = receiver.OpenSnapshotSink(request.Snapshot, request.SizeBytes, request.Checksum);
            return Task.FromResult(new GetSnapshotProgressResponse { ReceivedBytes = sink.ReceivedBytes });
        }
        catch (IOException exception)
        {
            throw Error(StatusCode.ResourceExhausted, $"The snapshot cannot be stored: {exception.Message}");
        }
    }

    private static RpcException Error(StatusCode code, string detail) => new(new Status(code, detail));

    private static void Take(MessageBatch? batch, Hello hello, IRaftReceiver receiver)
    {
        if (batch is null)
        {
            throw Error(StatusCode.InvalidArgument, "Elements after the first must be batches.");
        }

        foreach (var message in batch.Messages)
        {
            if (message.From != hello.From || message.To != hello.To)
            {
                throw Error(
                    StatusCode.PermissionDenied,
                    $"A message from {message.From} to {message.To} on a stream from {hello.From} to {hello.To}.");
            }

            receiver.Receive(message);
        }
    }

    private static void Take(SnapshotChunk? chunk, ISnapshotSink sink)
    {
        if (chunk is null)
        {
            throw Error(StatusCode.InvalidArgument, "Elements after the first must be chunks.");
        }

        if (Checksum.Compute(chunk.Data.Span) != chunk.Checksum)
        {
            throw Error(StatusCode.DataLoss, $"The chunk at offset {chunk.OffsetBytes} does not match its checksum.");
        }

        if (!sink.TryAdd(chunk.OffsetBytes, chunk.Data.Span))
        {
            throw Error(
                StatusCode.InvalidArgument,
                $"A chunk at offset {chunk.OffsetBytes}, expected one at {sink.ReceivedBytes}.");
        }
    }

    private async Task ConfirmAsync(
        ReceivedBatches received, IServerStreamWriter<DeliverResponse> responses, CancellationToken cancellationToken)
    {
        var confirmed = 0UL;
        while (true)
        {
            await received.WaitAsync(cancellationToken);
            var now = received.Count;
            if (now != confirmed)
            {
                confirmed = now;
                await responses.WriteAsync(new DeliverResponse { ReceivedBatches = now }, cancellationToken);
            }

            await Task.Delay(transport.Options.ConfirmInterval, transport.Time, cancellationToken);
        }
    }

    private IRaftReceiver Admit(Hello? hello, ServerCallContext context)
    {
        var receiver = Accept(hello);
        if (transport.Options.Admit?.Invoke(context, hello!.From) == false)
        {
            throw Error(
                StatusCode.PermissionDenied,
                $"hello.from: {hello!.From} is not who the caller's certificate names.");
        }

        if (receiver.RefusalOf(hello!.From, hello.StorageId) is { } refusal)
        {
            throw Error(StatusCode.FailedPrecondition, $"hello.storage_id: {refusal}");
        }

        return receiver;
    }

    private IRaftReceiver Accept(Hello? hello)
    {
        var receiver = transport.Receiver ?? throw Error(StatusCode.Unavailable, "The member is not running.");
        if (hello is null)
        {
            throw Error(StatusCode.InvalidArgument, "hello: missing.");
        }

        if (hello.ClusterId != receiver.ClusterId)
        {
            throw Error(
                StatusCode.PermissionDenied,
                $"hello.cluster_id: '{hello.ClusterId}'; this is a member of '{receiver.ClusterId}'.");
        }

        if (hello.To != receiver.MemberId)
        {
            throw Error(
                StatusCode.PermissionDenied, $"hello.to: {hello.To}; this is member {receiver.MemberId}.");
        }

        if (hello.From == receiver.MemberId)
        {
            throw Error(StatusCode.InvalidArgument, $"hello.from: {hello.From} is this member's own id.");
        }

        return receiver;
    }
}
