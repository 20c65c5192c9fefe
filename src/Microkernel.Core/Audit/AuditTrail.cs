using System.Globalization;
using Etcdserverpb;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microkernel.Core.Security;
using Microkernel.Core.State;
using Microkernel.Model;
using Microkernel.Security;
using Microkernel.V1;
using Role = Microkernel.Security.Role;

namespace Microkernel.Core.Audit;

/// <summary>Writes who did what into the store, values of secrets left out.</summary>
internal sealed partial class AuditTrail(
    StateWriter writer, NodeIdentity self, TimeProvider time, ILogger<AuditTrail> logger)
{
    private const int DetailLengthMax = 4096;

    /// <summary>Changes in one record: an object can be large, and a record is one value of the store.</summary>
    private const int ChangesMax = 50;

    private static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(2);

    private long _lastKey;

    /// <summary>Begins a record of a call.</summary>
    public AuditRecord Begin(ServerCallContext context, string target, string detail)
    {
        var caller = Caller.Of(context);
        return new AuditRecord
        {
            Time = time.GetUtcNow().ToTimestamp(),
            Who = caller.Name,
            Role = caller.Role.Text(),
            Serial = caller.Serial,
            Origin = caller.Origin,
            Node = self.Node,
            Action = context.Method,
            Target = target,
            Detail = Cut(detail),
            Outcome = nameof(StatusCode.OK),
        };
    }

    /// <summary>Begins a record of what the cluster itself did.</summary>
    public AuditRecord Begin(string action, string target, string detail, bool succeeded) => new()
    {
        Time = time.GetUtcNow().ToTimestamp(),
        Who = "leader:" + self.Node,
        Role = Role.Node.Text(),
        Origin = "local",
        Node = self.Node,
        Action = action,
        Target = target,
        Detail = Cut(detail),
        Outcome = succeeded ? nameof(StatusCode.OK) : nameof(StatusCode.Aborted),
    };

    /// <summary>Returns the writes of a record, for the transaction that makes its changes.</summary>
    public IEnumerable<RequestOp> Writes(AuditRecord record, IReadOnlyList<AuditChange> changes)
    {
        foreach (var part in changes.Count == 0 ? [[]] : changes.Chunk(ChangesMax))
        {
            var written = record.Clone();
            written.Changes.Add(part.Select(Redaction.WithoutSecrets));
            yield return StateWriter.Put(NextKey(), written);
        }
    }

    /// <summary>Writes a record by itself; that it cannot be written is logged, what it is about goes on.</summary>
    public async Task WriteAsync(AuditRecord record)
    {
        using var deadline = new CancellationTokenSource(WriteTimeout, time);
        try
        {
            await writer.PutAsync(NextKey(), record, deadline.Token);
        }
        catch (Exception e) when (e is RpcException or OperationCanceledException or Store.StoreException)
        {
            LogUnwritten(logger, record.Action, record.Who, record.Origin, record.Target, record.Outcome, e.Message);
        }
    }

    /// <summary>Keys rise with time, on every node.</summary>
    private string NextKey()
    {
        var now = time.GetUtcNow().UtcTicks;
        long last, next;
        do
        {
            last = Interlocked.Read(ref _lastKey);
            next = Math.Max(now, last + 1);
        }
        while (Interlocked.CompareExchange(ref _lastKey, next, last) != last);
        return $"{StateKeys.Audit}{next.ToString("D19", CultureInfo.InvariantCulture)}/{self.Node}";
    }

    private static string Cut(string text) => text.Length <= DetailLengthMax ? text : text[..DetailLengthMax] + "...";
}
