using System.Numerics;

namespace Microkernel.Linearizability;

/// <summary>
/// Searches for an order in which the operations on one key can have taken effect: the just-in-time linearization of
/// Lowe ("Testing for linearizability", 2017) after Wing and Gong (1993). It walks through calls and returns in the
/// order of time with the set of all ways in which things may stand, and lets operations take effect only when one
/// returns.
/// </summary>
internal sealed class KeySearch
{
    private const int OpenMax = 64;
    private readonly List<HistoryOperation> _operations;
    private readonly KeyValues _values;
    private readonly Dictionary<KeyStep, int> _sorts = [];
    private readonly List<KeyStep> _steps = [];
    private readonly List<int> _called = [];
    private readonly HistoryOperation?[] _open = new HistoryOperation?[OpenMax];
    private readonly KeyStep[] _openSteps = new KeyStep[OpenMax];
    private ulong _openBits;
    private ConfigurationSet _possible = new();

    public KeySearch(IReadOnlyList<HistoryOperation> operations)
    {
        // What failed had no effect, and a read without an answer says nothing.
        _operations = [.. operations.Where(operation => operation.Status == OperationStatus.Ok
            || (operation.Status == OperationStatus.Unknown && operation.Kind != OperationKind.Get))];
        _values = new KeyValues(_operations);
        foreach (var step in _operations.Where(NeverReturns).Select(operation => KeyStep.Of(operation, _values)))
        {
            if (_sorts.TryAdd(step, _steps.Count))
            {
                _steps.Add(step);
                _called.Add(0);
            }
        }
    }

    /// <summary>Returns the first return that fits no order, in words; null when all fit.</summary>
    public string? FindViolation()
    {
        _possible.Add(new Configuration(KeyValues.Absent, 0, new int[_steps.Count]));
        foreach (var (operation, isReturn) in Events())
        {
            if (!isReturn)
            {
                Call(operation);
                continue;
            }

            var before = _possible;
            var slot = Array.IndexOf(_open, operation);
            _possible = Return(slot);
            if (_possible.IsEmpty)
            {
                return Explain(operation, before);
            }

            _open[slot] = null;
            _openBits &= ~(1UL << slot);
        }

        return null;
    }

    private static bool NeverReturns(HistoryOperation operation) => operation.Status == OperationStatus.Unknown;

    /// <summary>Calls and returns by time; at one moment calls come first, which forbids less.</summary>
    private IEnumerable<(HistoryOperation Operation, bool IsReturn)> Events()
    {
        var calls = _operations.Select(operation => (Operation: operation, IsReturn: false, At: operation.Call));
        var returns = _operations.Where(operation => !NeverReturns(operation))
            .Select(operation => (Operation: operation, IsReturn: true, At: operation.Return));
        return calls.Concat(returns).OrderBy(e => e.At).ThenBy(e => e.IsReturn).Select(e => (e.Operation, e.IsReturn));
    }

    private void Call(HistoryOperation operation)
    {
        var step = KeyStep.Of(operation, _values);
        if (NeverReturns(operation))
        {
            _called[_sorts[step]]++;
            return;
        }

        var slot = Array.IndexOf(_open, null);
        if (slot < 0)
        {
            throw new InvalidOperationException($"More than {OpenMax} operations on one key at once.");
        }

        _open[slot] = operation;
        _openSteps[slot] = step;
        _openBits |= 1UL << slot;
    }

    /// <summary>Keeps the ways in which the operation has taken effect, perhaps after others that are open.</summary>
    private ConfigurationSet Return(int slot)
    {
        var bit = 1UL << slot;
        var after = new ConfigurationSet();
        var seen = new ConfigurationSet();
        var toVisit = new Queue<Configuration>();
        foreach (var configuration in _possible.All)
        {
            Visit(configuration);
        }

        while (toVisit.TryDequeue(out var configuration))
        {
            foreach (var next in Next(configuration))
            {
                Visit(next);
            }
        }

        return after;

        void Visit(Configuration configuration)
        {
            var settled = Settle(configuration);
            if ((settled.Done & bit) != 0)
            {
                after.Add(settled with { Done = settled.Done & ~bit });
            }
            else if (seen.Add(settled))
            {
                toVisit.Enqueue(settled);
            }
        }
    }

    /// <summary>Lets all take effect that never change anything: it is never too early for them.</summary>
    private Configuration Settle(Configuration configuration)
    {
        var done = configuration.Done;
        foreach (var (slot, step) in Open(configuration))
        {
            if (step.IsObservation && step.TryApply(configuration.Value, out _))
            {
                done |= 1UL << slot;
            }
        }

        return done == configuration.Done ? configuration : configuration with { Done = done };
    }

    private IEnumerable<Configuration> Next(Configuration configuration)
    {
        foreach (var (slot, step) in Open(configuration))
        {
            if (step.TryApply(configuration.Value, out var after))
            {
                yield return new Configuration(after, configuration.Done | (1UL << slot), configuration.Used);
            }
        }

        for (var sort = 0; sort < _steps.Count; sort++)
        {
            if (configuration.Used[sort] < _called[sort]
                && _steps[sort].TryApply(configuration.Value, out var after) && after != configuration.Value)
            {
                yield return configuration.Use(sort, after);
            }
        }
    }

    private IEnumerable<(int Slot, KeyStep Step)> Open(Configuration configuration)
    {
        for (var left = _openBits & ~configuration.Done; left != 0; left &= left - 1)
        {
            var slot = BitOperations.TrailingZeroCount(left);
            yield return (slot, _openSteps[slot]);
        }
    }

    private string Explain(HistoryOperation operation, ConfigurationSet before)
    {
        var values = before.All.Select(configuration => _values.NameOf(configuration.Value)).Distinct().Take(10);
        var lines = new List<string>
        {
            $"not linearizable: {operation}",
            $"  before it the key could have had: {string.Join(", ", values)}",
        };
        lines.AddRange(_open.OfType<HistoryOperation>().Where(open => open != operation)
            .Select(open => $"  under way: {open}"));
        lines.AddRange(_operations
            .Where(other => other.Return <= operation.Call && other.Status == OperationStatus.Ok)
            .OrderByDescending(other => other.Return).Take(10)
            .Select(other => $"  before: {other}"));
        lines.AddRange(_operations
            .Where(other => other.Value == operation.Value && other.Value is not null && other != operation).Take(3)
            .Select(other => $"  same value: {other}"));
        return string.Join('\n', lines);
    }
}
