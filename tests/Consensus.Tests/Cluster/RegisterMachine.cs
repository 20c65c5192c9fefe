using System.Text;
using Microkernel.Consensus;

namespace Consensus.Tests.Cluster;

/// <summary>A list of the commands that were applied.</summary>
internal sealed class RegisterMachine : IStateMachine
{
    private readonly Lock _lock = new();
    private List<string> _values = [];

    public IReadOnlyList<string> Values
    {
        get
        {
            lock (_lock)
            {
                return [.. _values];
            }
        }
    }

    /// <summary>Commands applied since this machine was made, without those that came by a snapshot.</summary>
    public int Applied { get; private set; }

    public object? Apply(ulong index, ReadOnlyMemory<byte> command)
    {
        lock (_lock)
        {
            Applied++;
            _values.Add(Encoding.UTF8.GetString(command.Span));
            return _values.Count;
        }
    }

    public IStateMachineSnapshot CaptureSnapshot() => new Snapshot(Values);

    public void Restore(Stream snapshot)
    {
        using var reader = new StreamReader(snapshot);
        lock (_lock)
        {
            _values = [];
            while (reader.ReadLine() is { } line)
            {
                _values.Add(line);
            }
        }
    }

    private sealed class Snapshot(IReadOnlyList<string> values) : IStateMachineSnapshot
    {
        public void WriteTo(Stream destination)
        {
            using var writer = new StreamWriter(destination, leaveOpen: true);
            foreach (var value in values)
            {
                writer.Write(value);
                writer.Write('\n');
            }
        }

        public void Dispose()
        {
        }
    }
}
