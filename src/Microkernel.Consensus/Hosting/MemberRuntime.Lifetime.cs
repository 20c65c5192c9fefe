using Microkernel.Consensus.Protocol;
using Microkernel.Raft.V1;

namespace Microkernel.Consensus.Hosting;

/// <summary>Handing over, taking over, stopping and failing.</summary>
internal sealed partial class MemberRuntime
{
    public async Task TransferLeadershipAsync(ulong target, TimeSpan timeout, CancellationToken cancellationToken)
    {
        Post(_ => _node.TransferLeadership(target));
        await WaitForAsync(
            status => status.LeaderId == target,
            timeout,
            $"Member {target} did not become leader within {timeout}.",
            cancellationToken);
    }

    public async Task TakeOverAsync(Takeover takeover, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var isPosted = Post(_ =>
        {
            try
            {
                _node.TakeOver(takeover);
                begun.SetResult();
            }
            catch (InvalidMembershipChangeException exception)
            {
                begun.SetException(exception);
            }
        });
        if (!isPosted)
        {
            throw new RaftUnavailableException("The member has stopped.");
        }

        await begun.Task;
        LogTakeover(_logger, takeover.FencedId, takeover.Proof.Kind, takeover.Proof.ConfirmedBy);
        await WaitForAsync(
            status => status.IsQuorateLeader && !status.Voters.Contains(takeover.FencedId),
            timeout,
            $"The takeover was not finished within {timeout}.",
            cancellationToken);
    }

    /// <summary>Stops the member; a leader tells its best follower to stand for election.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _stopState, 1, 0) != 0)
        {
            await Completion.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        var resigned = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (_loop.Post(() =>
        {
            _node.Resign();
            _loop.Post(resigned.SetResult);
        }))
        {
            await resigned.Task.WaitAsync(StopTimeout, _time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await ShutDownAsync(null);
    }

    /// <summary>Stops without handing over.</summary>
    public async Task KillAsync()
    {
        if (Interlocked.CompareExchange(ref _stopState, 1, 0) == 0)
        {
            await ShutDownAsync(null);
        }
    }

    private void Fail(Exception exception)
    {
        if (Interlocked.CompareExchange(ref _stopState, 1, 0) != 0)
        {
            return;
        }

        LogFailed(_logger, exception);
        _ = Task.Run(() => ShutDownAsync(exception));
    }

    private async Task ShutDownAsync(Exception? cause)
    {
        await _stopping.CancelAsync();
        await _transport.DisposeAsync();
        _loop.Stop(StopTimeout);
        _writer.Stop(StopTimeout);
        _applier.Stop(StopTimeout);
        _desk.FailAll(cause ?? new OperationCanceledException());
        await Status.StopAsync();
        _storage.Dispose();
        if (cause is null)
        {
            LogStopped(_logger, MemberId);
            _completion.TrySetResult();
        }
        else
        {
            _completion.TrySetException(cause);
        }
    }

    private async Task WaitForAsync(
        Func<RaftStatus, bool> condition, TimeSpan timeout, string otherwise, CancellationToken cancellationToken)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Check(RaftStatus status)
        {
            if (condition(status))
            {
                reached.TrySetResult();
            }
        }

        Status.Changed += Check;
        try
        {
            Check(Status.Current);
            await reached.Task.WaitAsync(timeout, _time, cancellationToken);
        }
        catch (TimeoutException exception)
        {
            throw new RaftUnavailableException(otherwise, exception);
        }
        finally
        {
            Status.Changed -= Check;
        }
    }
}
