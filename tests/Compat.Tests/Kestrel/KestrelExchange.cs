using System.Collections.Concurrent;
using Compat.Tests.Protos;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace Compat.Tests.Kestrel;

/// <summary>Serves the exchange service as its proto file says.</summary>
internal sealed class KestrelExchange : ExchangeService.ExchangeServiceBase
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _cancellations = new();

    public override async Task<EchoResponse> Echo(EchoRequest request, ServerCallContext context)
    {
        var headers = new Metadata();
        foreach (var entry in context.RequestHeaders.Where(entry => entry.Key is "x-ascii" or "x-bytes-bin"))
        {
            headers.Add(entry);
            context.ResponseTrailers.Add(entry.IsBinary
                ? new Metadata.Entry("t" + entry.Key[1..], entry.ValueBytes)
                : new Metadata.Entry("t" + entry.Key[1..], entry.Value));
        }

        await context.WriteResponseHeadersAsync(headers);
        if (request.Hang.Length > 0)
        {
            await HangAsync(request.Hang, context.CancellationToken);
        }

        return request.StatusCode == 0
            ? new EchoResponse { Text = request.Text, HadDeadline = context.Deadline < DateTime.MaxValue }
            : throw Failure(request).ToRpcException();
    }

    public override async Task<SumResponse> Sum(IAsyncStreamReader<SumRequest> requestStream, ServerCallContext context)
    {
        var response = new SumResponse();
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            response.Sum += request.Number;
        }

        return response;
    }

    public override async Task Count(
        CountRequest request, IServerStreamWriter<CountResponse> responseStream, ServerCallContext context)
    {
        for (var number = 1; number <= request.Limit; number++)
        {
            await responseStream.WriteAsync(new CountResponse { Number = number }, context.CancellationToken);
        }

        if (request.Hang.Length > 0)
        {
            await HangAsync(request.Hang, context.CancellationToken);
        }
    }

    public override async Task Chat(
        IAsyncStreamReader<ChatRequest> requestStream,
        IServerStreamWriter<ChatResponse> responseStream,
        ServerCallContext context)
    {
        while (await requestStream.MoveNext())
        {
            await responseStream.WriteAsync(
                new ChatResponse { Text = requestStream.Current.Text.ToUpperInvariant() });
        }
    }

    public override async Task<AwaitCancellationResponse> AwaitCancellation(
        AwaitCancellationRequest request, ServerCallContext context)
    {
        await Cancellation(request.Name).Task.WaitAsync(context.CancellationToken);
        return new AwaitCancellationResponse();
    }

    private static Google.Rpc.Status Failure(EchoRequest request) => new()
    {
        Code = request.StatusCode,
        Message = request.Text,
        Details =
        {
            Any.Pack(new ErrorInfo { Reason = request.Text, Domain = "compat.tests" }),
            Any.Pack(new BadRequest
            {
                FieldViolations =
                {
                    new BadRequest.Types.FieldViolation { Field = "text", Description = "is refused" },
                },
            }),
        },
    };

    private async Task HangAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        finally
        {
            Cancellation(name).TrySetResult();
        }
    }

    private TaskCompletionSource Cancellation(string name) => _cancellations.GetOrAdd(
        name, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
