using Microkernel.Linearizability;
using Microkernel.Raft.V1;
using Simulation.Checks;

namespace Simulation.Members;

/// <summary>The replicated state: for each key its value.</summary>
internal sealed class KeyValueMachine
{
    private readonly SortedDictionary<int, int> _values = [];

    public ulong AppliedIndex { get; private set; }

    public int? Read(int key) => _values.TryGetValue(key, out var value) ? value : null;

    /// <summary>Applies an entry; returns whether it found or swapped.</summary>
    public bool Apply(Entry entry)
    {
        SafetyOracle.Check(
            entry.Index == AppliedIndex + 1,
            "entries are applied in order",
            $"entry {entry.Index} is applied after {AppliedIndex}");
        AppliedIndex = entry.Index;
        return entry.PayloadCase == Entry.PayloadOneofCase.Command && Apply(KeyValueCommand.Decode(entry.Command));
    }

    public void WriteTo(Stream stream)
    {
        foreach (var (key, value) in _values)
        {
            stream.Write(BitConverter.GetBytes(key));
            stream.Write(BitConverter.GetBytes(value));
        }
    }

    public void Restore(Stream stream, ulong index)
    {
        _values.Clear();
        Span<byte> pair = stackalloc byte[8];
        while (stream.ReadAtLeast(pair, pair.Length, throwOnEndOfStream: false) == pair.Length)
        {
            _values[BitConverter.ToInt32(pair)] = BitConverter.ToInt32(pair[4..]);
        }

        AppliedIndex = index;
    }

    public bool HasSameState(KeyValueMachine other) => _values.SequenceEqual(other._values);

    private bool Apply(KeyValueCommand command)
    {
        var before = Read(command.Key);
        switch (command.Kind)
        {
            case OperationKind.Delete:
                _values.Remove(command.Key);
                return before is not null;
            case OperationKind.Cas when before != command.Expect:
                return false;
            default:
                _values[command.Key] = command.Number;
                return true;
        }
    }
}
