using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microkernel.Linearizability;

namespace Microkernel.EndToEnd.Torture.Clients;

/// <summary>Writes down what clients ask and are told, by one monotonic clock.</summary>
internal sealed class HistoryRecorder
{
    private readonly ConcurrentQueue<HistoryOperation> _operations = new();
    private readonly ConcurrentDictionary<string, string> _lastSeen = new();
    private long _values;

    public IReadOnlyList<HistoryOperation> Operations => [.. _operations];

    /// <summary>Draws an operation on a key, with a value of its own.</summary>
    public HistoryOperation Draw(int client, OperationKind kind, string key)
    {
        var writes = kind is OperationKind.Put or OperationKind.Cas;
        var value = writes ? Interlocked.Increment(ref _values).ToString(CultureInfo.InvariantCulture) : null;
        return new HistoryOperation
        {
            Client = client,
            Kind = kind,
            Key = key,
            Value = value,
            Expect = kind == OperationKind.Cas ? _lastSeen.GetValueOrDefault(key, "0") : null,
            Status = OperationStatus.Unknown,
            Call = 0,
            Return = 0,
        };
    }

    /// <summary>Lets a member carry an operation out.</summary>
    public async Task RecordAsync(EtcdEndpoint member, HistoryOperation operation, TimeSpan patience)
    {
        var call = Nanoseconds();
        var answered = await EtcdOperations.AskAsync(member.Keys, operation, patience);
        answered = answered with { Call = call, Return = Nanoseconds() };
        _operations.Enqueue(answered);
        if (answered is { Status: OperationStatus.Ok, Value: not null })
        {
            _lastSeen[answered.Key] = answered.Value;
        }
    }

    private static long Nanoseconds() =>
        (long)(Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency));
}
