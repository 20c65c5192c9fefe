namespace Microkernel.Import.Files;

/// <summary>Reads files that may be of any size.</summary>
internal static class BoundedContent
{
    /// <summary>Reads a stream to its end, but no more than one byte beyond the bound.</summary>
    public static ReadOnlyMemory<byte> Read(Stream stream)
    {
        var content = new byte[64 * 1024];
        var length = 0;
        for (int count; (count = stream.Read(content, length, content.Length - length)) > 0;)
        {
            length += count;
            if (length > ImportOptions.LengthMax)
            {
                break;
            }

            if (length == content.Length)
            {
                Array.Resize(ref content, content.Length * 2);
            }
        }

        return content.AsMemory(0, Math.Min(length, ImportOptions.LengthMax + 1));
    }
}
