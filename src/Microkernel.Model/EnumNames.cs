using System.Collections.Concurrent;
using Google.Protobuf.Reflection;

namespace Microkernel.Model;

/// <summary>Short names of enum values: <c>TARGET_ROLE_STOPPED</c> is <c>Stopped</c> in manifests.</summary>
public static class EnumNames
{
    private static readonly ConcurrentDictionary<EnumDescriptor,
        IReadOnlyList<(string Name, EnumValueDescriptor Value)>>
        Known = new();

    /// <summary>Lists the short names that may be written, without the unspecified zero.</summary>
    public static IReadOnlyList<string> Of(EnumDescriptor type) =>
        [.. Short(type).Where(v => v.Value.Number != 0).Select(v => v.Name)];

    /// <summary>Returns the short name of a value, or its number in digits where it is unknown.</summary>
    public static string Format(EnumDescriptor type, int number)
    {
        foreach (var (name, value) in Short(type))
        {
            if (value.Number == number)
            {
                return name;
            }
        }

        return number.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// Reads a short or full name; case, '-' and '_' do not matter. The unspecified zero is not accepted.
    /// </summary>
    public static bool TryParse(EnumDescriptor type, string text, out int number)
    {
        var wanted = Fold(text);
        foreach (var (name, value) in Short(type))
        {
            if (value.Number != 0 && (Fold(name) == wanted || Fold(value.Name) == wanted))
            {
                number = value.Number;
                return true;
            }
        }

        number = 0;
        return false;
    }

    private static IReadOnlyList<(string Name, EnumValueDescriptor Value)> Short(EnumDescriptor type) =>
        Known.GetOrAdd(type, static t => [.. t.Values.Select(v => (ShortName(t, v), v))]);

    private static string ShortName(EnumDescriptor type, EnumValueDescriptor value)
    {
        var prefix = FieldNames.ToScreamingSnakeCase(type.Name) + "_";
        var name = value.Name.StartsWith(prefix, StringComparison.Ordinal) ? value.Name[prefix.Length..] : value.Name;
        return FieldNames.ToPascalCase(name);
    }

    private static string Fold(string text) =>
        text.Replace("_", string.Empty, StringComparison.Ordinal)
            .Replace("-", string.Empty, StringComparison.Ordinal)
            .ToUpperInvariant();
}
