using System.Text;

namespace Microkernel.Model;

/// <summary>Turns names of fields, kinds and enum values into the forms that manifests use.</summary>
internal static class FieldNames
{
    /// <summary>Turns <c>fence_device</c> into <c>FenceDevice</c>.</summary>
    public static string ToPascalCase(string snake)
    {
        var text = new StringBuilder(snake.Length);
        var up = true;
        foreach (var c in snake)
        {
            if (c == '_')
            {
                up = true;
                continue;
            }

            text.Append(up ? char.ToUpperInvariant(c) : char.ToLowerInvariant(c));
            up = false;
        }

        return text.ToString();
    }

    /// <summary>
    /// Turns <c>NoQuorumPolicy</c> into <c>NO_QUORUM_POLICY</c>, as prefixes of enum values are written.
    /// </summary>
    public static string ToScreamingSnakeCase(string pascal)
    {
        var text = new StringBuilder(pascal.Length + 4);
        foreach (var c in pascal)
        {
            if (char.IsUpper(c) && text.Length > 0)
            {
                text.Append('_');
            }

            text.Append(char.ToUpperInvariant(c));
        }

        return text.ToString();
    }

    /// <summary>Appends the name of a field, or the key of a map entry, to a field path.</summary>
    public static string Join(string path, string name)
    {
        var plain = name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
        var part = plain ? name : $"[\"{name.Replace("\"", "\\\"", StringComparison.Ordinal)}\"]";
        return path.Length == 0 || !plain ? path + part : $"{path}.{part}";
    }

    /// <summary>Appends an index to a field path.</summary>
    public static string Join(string path, int index) => $"{path}[{index}]";
}
