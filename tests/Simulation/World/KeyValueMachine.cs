using Google.Protobuf;
using Microkernel.Raft.V1;

namespace Simulation.World;

/// <summary>The replicated state: for each key its value. A command is a key and a value.</summary>
internal sealed class KeyValueMachine
{
    private readonly SortedDictionary<int, int> _values = [];

    public ulong AppliedIndex { get; private set; }

    public int? Read(int key) => _values.TryGetValue(key, out var value) ? value : null;

    public static ByteString Encode(int key, int value) =>
        ByteString.CopyFrom([.. BitConverter.GetBytes(key), .. BitConverter.GetBytes(value)]);

    public static (int Key, int Value) Decode(ByteString command) =>
        (BitConverter.ToInt32(command.Span), BitConverter.ToInt32(command.Span[4..]));

    public void Apply(Entry entry)
    {
        Assert.True(entry.Index == AppliedIndex + 1, $"Entry {entry.Index} is applied after {AppliedIndex}.");
        AppliedIndex = entry.Index;
        if (entry.PayloadCase == Entry.PayloadOneofCase.Command)
        {
            var (key, value) = Decode(entry.Command);
            _values[key] = value;
        }
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
}
