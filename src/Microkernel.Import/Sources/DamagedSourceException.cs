namespace Microkernel.Import.Sources;

/// <summary>A file that cannot be read, and where.</summary>
internal sealed class DamagedSourceException(string message, int line, int column) : Exception(message)
{
    /// <summary>Gets the line, from 1.</summary>
    public int Line => Math.Max(1, line);

    /// <summary>Gets the column, from 1.</summary>
    public int Column => Math.Max(1, column);
}
