using System.Text;

namespace Microkernel.Driver;

/// <summary>The last bytes that a program wrote, in bounded memory.</summary>
public sealed class OutputTail
{
    /// <summary>Most bytes of the text that is given out.</summary>
    public const int TextBytesMax = 4096;

    /// <summary>
    /// Bytes kept. Much more than given out, so that a secret cut in two by the beginning of what is kept, which no
    /// mask would find, never comes near what is given out.
    /// </summary>
    private const int KeptBytesMax = 65_536;

    private readonly Lock _lock = new();
    private byte[] _bytes = [];
    private int _count;

    /// <summary>Adds what was written.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            if (bytes.Length > KeptBytesMax)
                bytes = bytes[^KeptBytesMax..];
            if (_count + bytes.Length > _bytes.Length)
                MakeRoom(bytes.Length);
            bytes.CopyTo(_bytes.AsSpan(_count));
            _count += bytes.Length;
        }
    }

    /// <summary>Gives the last lines, masked; a line that does not fit is left out unless it is the only one.</summary>
    public string Text(SecretMask mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        lock (_lock)
        {
            var text = mask.Apply(Encoding.UTF8.GetString(_bytes, 0, _count)).Trim();
            if (Encoding.UTF8.GetByteCount(text) <= TextBytesMax)
                return text;
            var start = text.Length;
            for (var bytes = 0; start > 0; start--)
            {
                // Three bytes cover any UTF-16 unit; a surrogate pair takes four, less than two times three.
                bytes += text[start - 1] < 0x80 ? 1 : 3;
                if (bytes > TextBytesMax)
                    break;
            }
            var line = text.IndexOf('\n', start);
            if (line >= 0 && line < text.Length - 1)
                return text[(line + 1)..];
            return text[(char.IsLowSurrogate(text[start]) ? start + 1 : start)..];
        }
    }

    private void MakeRoom(int more)
    {
        if (_count + more > 2 * KeptBytesMax)
        {
            var keep = Math.Min(_count, KeptBytesMax);
            _bytes.AsSpan(_count - keep, keep).CopyTo(_bytes);
            _count = keep;
        }
        var size = Math.Min(Math.Max(_count + more, Math.Max(1024, 2 * _bytes.Length)), 2 * KeptBytesMax);
        if (size > _bytes.Length)
            Array.Resize(ref _bytes, size);
    }
}
