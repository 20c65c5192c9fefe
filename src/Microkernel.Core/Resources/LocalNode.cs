using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microkernel.Core.Membership;
using Microkernel.Core.SelfFencing;
using Microkernel.Core.State;
using Microkernel.Driver.V1;
using Microkernel.Node.V1;
using Object = Microkernel.V1.Object;
using Order = Microkernel.Node.V1.Order;

namespace Microkernel.Core.Resources;

/// <summary>Carries out the leader's orders on this node: the same for the leader's own node and for any
/// other.</summary>
internal sealed class LocalNode(
    ClusterTracker tracker, ResourceRunner runner, LocalResources local, GrantKeeper grants, TermGuard terms,
    NodeIdentity self, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Signal _ended = new();
    private int _underWay;
    private bool _closed;

    /// <summary>Carries out an order and records what it led to.</summary>
    /// <exception cref="RpcException">ABORTED: the term is over. FAILED_PRECONDITION: for another incarnation.
    /// UNAVAILABLE: no driver runs such agents.</exception>
    public async Task<Microkernel.Node.V1.ExecuteResponse> ExecuteAsync(
        Microkernel.Node.V1.ExecuteRequest order, CancellationToken ct)
    {
        terms.Check(order.Term);
        if (order.Incarnation != self.Incarnation)
            throw new RpcException(new Status(StatusCode.FailedPrecondition,
                $"the order is for incarnation '{order.Incarnation}' of {self.Node}, which is now "
                    + $"'{self.Incarnation}'"));
        var snapshot = await tracker.WaitForAsync(order.Revision, ct);
        if (order.Order == Order.Start && snapshot.Find(Object.SpecOneofCase.Node, self.Node) is { Node.Leave: true })
            throw new RpcException(new Status(StatusCode.FailedPrecondition, $"{self.Node} leaves and starts nothing"));
        if (order.Order == Order.Start && !grants.MayStart)
            throw new RpcException(new Status(StatusCode.FailedPrecondition,
                $"{self.Node} has no grant of the cluster to run anything, and its watchdog is to reset it"));
        // What has begun is carried to its end and recorded, also when the leader that ordered it is gone by then.
        Enter();
        return await CarryOutAsync(order).WaitAsync(ct);
    }

    /// <summary>Takes no more orders and waits for those under way; false when they do not end in time.</summary>
    public async Task<bool> TryCloseAsync(TimeSpan limit, CancellationToken ct)
    {
        lock (_lock)
            _closed = true;
        var began = time.GetTimestamp();
        while (true)
        {
            lock (_lock)
                if (_underWay == 0)
                    return true;
            var left = limit - time.GetElapsedTime(began);
            if (left <= TimeSpan.Zero) return false;
            await _ended.WaitAsync(left, time, ct);
        }
    }

    /// <summary>Takes orders again.</summary>
    public void Open()
    {
        lock (_lock)
            _closed = false;
    }

    private void Enter()
    {
        lock (_lock)
        {
            if (_closed)
                throw new RpcException(new Status(StatusCode.Unavailable,
                    $"the core of {self.Node} is being replaced"));
            _underWay++;
        }
    }

    private void Leave()
    {
        lock (_lock)
            _underWay--;
        _ended.Set();
    }

    private async Task<Microkernel.Node.V1.ExecuteResponse> CarryOutAsync(Microkernel.Node.V1.ExecuteRequest order)
    {
        try
        {
            return await RunAndRecordAsync(order);
        }
        finally
        {
            Leave();
        }
    }

    private async Task<Microkernel.Node.V1.ExecuteResponse> RunAndRecordAsync(Microkernel.Node.V1.ExecuteRequest order)
    {
        var result = await runner.ExecuteAsync(
            order.Resource, order.Order, order.OperationId,
            new OrderAuthority(new FencingToken { Term = order.Term, Step = order.Step }, order.LeaderRevision),
            order.Reason);
        var revision = await local.FlushAsync(order.Resource, CancellationToken.None);
        await tracker.WaitForAsync(revision, CancellationToken.None);
        return new Microkernel.Node.V1.ExecuteResponse
        {
            Succeeded = result.Succeeded,
            Reason = result.Reason,
            Duration = Duration.FromTimeSpan(result.Duration),
            Revision = revision,
        };
    }
}
