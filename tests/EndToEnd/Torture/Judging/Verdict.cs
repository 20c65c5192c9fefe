using Microkernel.EndToEnd.Torture.Clients;
using Microkernel.Linearizability;
using Mvccpb;

namespace Microkernel.EndToEnd.Torture.Judging;

/// <summary>Judges what clients were told by itself, and by what the members have.</summary>
internal static class Verdict
{
    public static IReadOnlyList<string> Of(IReadOnlyList<HistoryOperation> history, IReadOnlyList<Event> events) =>
    [
        .. new[] { RevisionOrder.FindViolation(history), LinearizabilityChecker.FindViolation(history) }
            .OfType<string>(),
        .. LostWrites(history, events),
        .. StrangeEvents(history, events),
    ];

    /// <summary>Every write that was acknowledged is where its answer said.</summary>
    private static IEnumerable<string> LostWrites(IEnumerable<HistoryOperation> history, IReadOnlyList<Event> events)
    {
        var stored = events.ToDictionary(changed => changed.Kv.ModRevision);
        return history
            .Where(operation => operation.IsEffectiveWrite
                && !(stored.TryGetValue(operation.Revision ?? 0, out var changed) && IsOf(operation, changed)))
            .Select(operation => $"acknowledged and lost: {operation} at revision {operation.Revision}");
    }

    /// <summary>Everything that is there was asked for, once, and not said to have failed.</summary>
    private static IEnumerable<string> StrangeEvents(
        IReadOnlyList<HistoryOperation> history, IReadOnlyList<Event> events)
    {
        var asked = history.Where(operation => operation.Kind is OperationKind.Put or OperationKind.Cas)
            .ToDictionary(operation => operation.Value!);
        var seen = new HashSet<string>();
        foreach (var changed in events.Where(changed => changed.Type == Event.Types.EventType.Put))
        {
            var value = changed.Kv.Value.ToStringUtf8();
            var operation = asked.GetValueOrDefault(value);
            if (operation is null || KeyOf(changed) != operation.Key)
            {
                yield return $"from nowhere: {KeyOf(changed)} = {value} at revision {changed.Kv.ModRevision}";
            }
            else if (operation.Status == OperationStatus.Fail)
            {
                yield return $"failed, yet done at revision {changed.Kv.ModRevision}: {operation}";
            }
            else if (!seen.Add(value))
            {
                yield return $"done twice, again at revision {changed.Kv.ModRevision}: {operation}";
            }
        }
    }

    private static bool IsOf(HistoryOperation operation, Event changed) =>
        operation.Key == KeyOf(changed) && (operation.Kind == OperationKind.Delete
            ? changed.Type == Event.Types.EventType.Delete
            : changed.Kv.Value.ToStringUtf8() == operation.Value);

    private static string KeyOf(Event changed) => changed.Kv.Key.ToStringUtf8()[EtcdOperations.Prefix.Length..];
}
