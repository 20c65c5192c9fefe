using System.Text;

namespace Microkernel.Import.Sources;

/// <summary>Turns the bytes of a file into text.</summary>
internal static class SourceText
{
    /// <summary>Decodes UTF-8, with or without a byte order mark.</summary>
    /// <exception cref="DamagedSourceException">It is not UTF-8, or has a NUL.</exception>
    public static string Decode(ReadOnlyMemory<byte> content)
    {
        try
        {
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(content.Span).TrimStart('\uFEFF');
            if (text.IndexOf('\0', StringComparison.Ordinal) is >= 0 and var at)
            {
                var line = text.AsSpan(0, at).Count('\n') + 1;
                throw new DamagedSourceException("A NUL character", line, at - text.LastIndexOf('\n', at));
            }

            return text;
        }
        catch (DecoderFallbackException e)
        {
            var before = content.Span[..Math.Clamp(e.Index, 0, content.Length)];
            throw new DamagedSourceException(
                "Not UTF-8 text", before.Count((byte)'\n') + 1, before.Length - before.LastIndexOf((byte)'\n'));
        }
    }
}
