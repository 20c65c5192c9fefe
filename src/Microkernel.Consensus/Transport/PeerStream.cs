using System.Threading.Channels;
using Grpc.Core;
using Microkernel.Raft.V1;

namespace Microkernel.Consensus.Transport;

/// <summary>One stream of messages to a member, and the watch that it does not fall silent.</summary>
internal sealed class PeerStream(
    RaftService.RaftServiceClient client,
    Hello hello,
    GrpcRaftTransportOptions options,
    TimeProvider time,
    CancellationTokenSource attempt)
{
    private ulong _sent;
    private ulong _confirmed;
    private long _unconfirmedSince;

    /// <summary>The member confirmed something on this stream.</summary>
    public bool WasConfirmed => Volatile.Read(ref _confirmed) > 0;

    /// <summary>Sends until the queue ends; fails when the stream does, or falls silent.</summary>
    public async Task RunAsync(ChannelReader<Message> queue, int batchMessagesMax, int batchBytesMax)
    {
        using var call = client.Deliver(cancellationToken: attempt.Token);
        var confirming = ReadConfirmationsAsync(call.ResponseStream);
        var watching = WatchAsync();
        try
        {
            await call.RequestStream.WriteAsync(new DeliverRequest { Hello = hello }, attempt.Token);
            while (await queue.WaitToReadAsync(attempt.Token))
            {
                var batch = Take(queue, batchMessagesMax, batchBytesMax);
                if (Interlocked.Increment(ref _sent) == Volatile.Read(ref _confirmed) + 1)
                {
                    Volatile.Write(ref _unconfirmedSince, time.GetTimestamp());
                }

                await call.RequestStream.WriteAsync(new DeliverRequest { Batch = batch }, attempt.Token);
            }

            await call.RequestStream.CompleteAsync();
            await confirming;
        }
        catch (Exception exception) when (exception is not RpcException)
        {
            // The status that ended the call says more than the write that failed for it.
            await attempt.CancelAsync();
            await confirming;
            throw;
        }
        finally
        {
            await attempt.CancelAsync();
            await confirming.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static MessageBatch Take(ChannelReader<Message> queue, int messagesMax, int bytesMax)
    {
        var batch = new MessageBatch();
        var bytes = 0;
        while (batch.Messages.Count < messagesMax && bytes < bytesMax && queue.TryRead(out var message))
        {
            batch.Messages.Add(message);
            bytes += message.AppendRequest?.Entries.Sum(Protocol.RaftLog.SizeOf) ?? 64;
        }

        return batch;
    }

    private async Task ReadConfirmationsAsync(IAsyncStreamReader<DeliverResponse> responses)
    {
        try
        {
            while (await responses.MoveNext(attempt.Token))
            {
                Volatile.Write(ref _confirmed, responses.Current.ReceivedBatches);
                Volatile.Write(ref _unconfirmedSince, time.GetTimestamp());
            }
        }
        finally
        {
            await attempt.CancelAsync();
        }
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(options.SilenceTimeout / 5, time);
        while (await timer.WaitForNextTickAsync(attempt.Token))
        {
            var isWaiting = Volatile.Read(ref _sent) > Volatile.Read(ref _confirmed);
            var limit = WasConfirmed ? options.SilenceTimeout : options.SilenceTimeout + options.ConnectTimeout;
            if (isWaiting && time.GetElapsedTime(Volatile.Read(ref _unconfirmedSince)) > limit)
            {
                await attempt.CancelAsync();
            }
        }
    }
}
