using System.Text;

namespace Microkernel.Model.Validation;

/// <summary>A field of an object that cannot be accepted.</summary>
/// <param name="Kind">Kind of the object; empty when it has none.</param>
/// <param name="Name">Name of the object.</param>
/// <param name="Path">Path of the field, as <c>spec.operations[1].timeout</c>.</param>
/// <param name="Value">What was found there; null where it is a secret or there is none.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Expected">What was expected instead; null where the message says it.</param>
public sealed record FieldProblem(
    string Kind, string Name, string Path, string? Value, string Message, string? Expected = null)
{
    /// <summary>Writes it in one line, as <c>Resource/web: spec.agent: ...</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"{Kind}/{Name}: {Path}: {Message}");
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
