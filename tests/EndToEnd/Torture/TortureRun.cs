using System.Diagnostics;
using Grpc.Core;
using Microkernel.EndToEnd.Clusters;
using Microkernel.EndToEnd.Torture.Clients;
using Microkernel.EndToEnd.Torture.Faults;
using Microkernel.EndToEnd.Torture.Judging;

namespace Microkernel.EndToEnd.Torture;

/// <summary>Runs three cores and clients under faults, lets the cluster recover, and judges.</summary>
public static class TortureRun
{
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(60);

    /// <summary>Runs in a lab whose hosts are off.</summary>
    /// <exception cref="TimeoutException">The cluster did not come up, or not again after the last fault.</exception>
    public static async Task<TortureResult> RunAsync(
        Lab lab, TortureOptions options, Action<string> tell, CancellationToken cancellationToken)
    {
        var cluster = Cluster.Install(lab, "torture");
        TortureMember[] members = [.. cluster.Nodes.Values
            .Select(node => new TortureMember(node, new EtcdEndpoint(lab, node.Host.Spec)))];
        try
        {
            await lab.TurnOnAsync(cancellationToken);
            await WaitUntilServingAsync(members, cancellationToken);
            var recorder = new HistoryRecorder();
            var faults = new FaultSchedule(lab, members, options.Seed, tell);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            end.CancelAfter(options.Duration);
            await Task.WhenAll(Enumerable.Range(1, options.Clients)
                .Select(number => new TortureClient(number, members, recorder, options).RunAsync(end.Token))
                .Append(faults.RunAsync(end.Token)));
            cancellationToken.ThrowIfCancellationRequested();

            await WaitUntilServingAsync(members, cancellationToken);
            await new TortureClient(options.Clients + 1, members, recorder, options).ReadAllAsync(Recovery);
            var events = await StoredEvents.ReadAsync(members[0].Endpoint, cancellationToken);
            var history = recorder.Operations;
            return new TortureResult(history, faults.Happened, Verdict.Of(history, events));
        }
        finally
        {
            Array.ForEach(members, member => member.Dispose());
        }
    }

    /// <summary>Waits until every member answers a linearizable read.</summary>
    private static async Task WaitUntilServingAsync(
        IEnumerable<TortureMember> members, CancellationToken cancellationToken)
    {
        var waited = Stopwatch.StartNew();
        foreach (var member in members)
        {
            while (!await ServesAsync(member))
            {
                if (waited.Elapsed > Recovery)
                {
                    throw new TimeoutException($"{member.Host.Name} answers no read within {Recovery}.");
                }

                await Task.Delay(100, cancellationToken);
            }
        }
    }

    private static async Task<bool> ServesAsync(TortureMember member)
    {
        try
        {
            var key = Google.Protobuf.ByteString.CopyFromUtf8(EtcdOperations.Prefix);
            await member.Endpoint.Keys.RangeAsync(
                new Etcdserverpb.RangeRequest { Key = key },
                deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(2));
            return true;
        }
        catch (RpcException)
        {
            return false;
        }
    }
}
