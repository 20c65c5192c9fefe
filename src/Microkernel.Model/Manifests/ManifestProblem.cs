using System.Text;

namespace Microkernel.Model.Manifests;

/// <summary>Something wrong in a manifest, so that a person finds and mends it.</summary>
/// <param name="File">The file, or null when the text came from elsewhere.</param>
/// <param name="Line">The line, from 1; 0 when it is about the whole.</param>
/// <param name="Column">The column, from 1; 0 likewise.</param>
/// <param name="Path">Path of the field, as <c>spec.operations[1].timeout</c>; empty for none.</param>
/// <param name="Value">What was found there, cut to a bearable length; null where it is a secret or there is
/// none.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Expected">What was expected instead; null where the message says it.</param>
public sealed record ManifestProblem(
    string? File, int Line, int Column, string Path, string? Value, string Message, string? Expected = null)
{
    /// <summary>Writes it in one line, as compilers do.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(File ?? "manifest");
        if (Line > 0)
        {
            text.Append(':').Append(Line).Append(':').Append(Column);
        }

        text.Append(": ");
        if (Path.Length > 0)
        {
            text.Append(Path).Append(": ");
        }

        text.Append(Message);
        if (Value is not null)
        {
            text.Append(", found \"").Append(Value).Append('"');
        }

        if (Expected is not null)
        {
            text.Append("; expected ").Append(Expected);
        }

        return text.ToString();
    }
}
