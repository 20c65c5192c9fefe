using Grpc.Core;
using Microkernel.Driver.V1;

namespace Microkernel.Driver;

/// <summary>What resource and fence operations have in common: authority, order, deadline.</summary>
internal sealed class OperationRunner(DriverSession session, OperationGate gate, TimeProvider time)
{
    private readonly FencingTokenGate _tokens = new();
    private readonly KeyedSequencer _order = new();

    /// <summary>Runs an operation once, in its turn, and answers the caller when it has ended.</summary>
    /// <param name="log">Where the operation's id is looked up.</param>
    /// <param name="order">Who gives the order and what it is for.</param>
    /// <param name="execute">Does it; gets a token that fires at the operation's timeout.</param>
    /// <param name="caller">The caller going away does not end the operation.</param>
    public async Task<TResponse> RunAsync<TResponse>(
        OperationLog<TResponse> log,
        OperationOrder order,
        Func<CancellationToken, Task<TResponse>> execute,
        ServerCallContext caller)
    {
        CheckAuthority(order);
        var operation = log.RunAsync(order.OperationId, order.Fingerprint, () =>
        {
            if (order is { Changes: true, Token: { } token })
                _tokens.AdmitStep(token, order.Key);
            gate.Enter();
            return Task.Run(() => RunInTurnAsync(order, execute));
        });
        try
        {
            return await operation.WaitAsync(caller.CancellationToken);
        }
        catch (OperationCanceledException) when (caller.CancellationToken.IsCancellationRequested)
        {
            throw new RpcException(new Status(
                StatusCode.DeadlineExceeded, $"operation {order.OperationId} goes on: ask again with the same id"));
        }
    }

    /// <summary>Looks at a resource when what is under way with it has ended; needs no authority, and no open
    /// gate.</summary>
    public Task<TResponse> LookAsync<TResponse>(
        string key, TimeSpan timeout, Func<CancellationToken, Task<TResponse>> look) =>
        _order.RunAsync(key, async () =>
        {
            using var deadline = new CancellationTokenSource(timeout, time);
            return await look(deadline.Token);
        });

    private async Task<TResponse> RunInTurnAsync<TResponse>(
        OperationOrder order, Func<CancellationToken, Task<TResponse>> execute)
    {
        try
        {
            return await _order.RunAsync(order.Key, async () =>
            {
                // While this one waited its turn a newer leader or a newer instance may have taken over.
                CheckAuthority(order);
                using var deadline = new CancellationTokenSource(order.Timeout, time);
                return await execute(deadline.Token);
            });
        }
        finally
        {
            gate.Leave();
        }
    }

    private void CheckAuthority(OperationOrder order)
    {
        if (order.Changes)
            session.RequireActive(order.DriverGeneration);
        if (order.Token is { } token)
            _tokens.AdmitTerm(token);
    }
}
