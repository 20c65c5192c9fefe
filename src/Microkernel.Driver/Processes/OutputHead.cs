using System.Buffers;
using System.Text;

namespace Microkernel.Driver;

/// <summary>The first bytes that a program wrote, up to a bound.</summary>
internal sealed class OutputHead(int bytesMax)
{
    private readonly Lock _lock = new();
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>Whether there was more.</summary>
    public bool IsCut { get; private set; }

    public string Text
    {
        get
        {
            lock (_lock)
                return Encoding.UTF8.GetString(_bytes.WrittenSpan);
        }
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            var room = bytesMax - _bytes.WrittenCount;
            if (bytes.Length > room)
            {
                IsCut = true;
                bytes = bytes[..room];
            }
            _bytes.Write(bytes);
        }
    }
}
