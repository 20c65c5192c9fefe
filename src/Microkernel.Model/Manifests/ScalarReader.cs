using System.Globalization;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Microkernel.Model.Manifests;

/// <summary>Reads single values: texts, numbers, truth values, names of enums, durations, times and scores.</summary>
internal sealed class ScalarReader(ProblemList problems)
{
    /// <summary>Tells whether a message type is written as a single value.</summary>
    public static bool IsScalar(MessageDescriptor type) =>
        type.FullName == Duration.Descriptor.FullName || type.FullName == Timestamp.Descriptor.FullName;

    /// <summary>Says what a field takes.</summary>
    public static string Expected(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Bool => "true or false",
        FieldType.Enum => $"one of {string.Join(", ", EnumNames.Of(field.EnumType))}",
        FieldType.Message when field.MessageType.FullName == Duration.Descriptor.FullName => DurationText.Expected,
        FieldType.Message => "a time, as 2026-01-31T12:00:00Z",
        FieldType.Int32 when FieldFacts.Of(field).IsScore =>
            "a whole number from -1000000 to 1000000, INFINITY or -INFINITY",
        FieldType.UInt32 or FieldType.UInt64 => "a whole number, 0 or more",
        FieldType.Int32 or FieldType.Int64 => "a whole number",
        FieldType.Double or FieldType.Float => "a number",
        _ => "a text",
    };

    /// <summary>Reads a value; null, and a problem, when it is not what the field takes.</summary>
    public object? Read(ScalarNode node, FieldDescriptor field, string path, bool secret)
    {
        var value = Parse(node, field);
        if (value is null)
        {
            var message = WhatIsWrong(node, field);
            problems.Add(node, path, secret ? null : node.Text, message, Expected(field));
        }

        return value;
    }

    private static object? Parse(ScalarNode node, FieldDescriptor field)
    {
        var text = node.Text;
        switch (field.FieldType)
        {
            case FieldType.String:
                return text;
            case FieldType.Bool:
                return node.IsQuoted ? null : text switch
                {
                    "true" or "True" or "TRUE" => true,
                    "false" or "False" or "FALSE" => false,
                    _ => null,
                };
            case FieldType.Enum:
                return EnumNames.TryParse(field.EnumType, text, out var number) ? number : null;
            case FieldType.Int32 when FieldFacts.Of(field).IsScore:
                return Scores.TryParse(text, out var score) && Math.Abs((long)score) <= Scores.Infinity ? score : null;
            case FieldType.Int32:
                return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var i) ? i
                    : null;
            case FieldType.UInt32:
                return uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var u) ? u : null;
            case FieldType.Int64:
                return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var l)
                    ? l : null;
            case FieldType.UInt64:
                return ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var ul) ? ul : null;
            case FieldType.Double:
                return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var d) ? d : null;
            case FieldType.Message when field.MessageType.FullName == Duration.Descriptor.FullName:
                return DurationText.TryParse(text, out var span) ? Duration.FromTimeSpan(span) : null;
            case FieldType.Message when field.MessageType.FullName == Timestamp.Descriptor.FullName:
                return DateTimeOffset.TryParse(
                    text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
                    ? Timestamp.FromDateTimeOffset(time) : null;
            default:
                throw new NotSupportedException($"{field.FullName}: manifests have no form for {field.FieldType}.");
        }
    }

    private static string WhatIsWrong(ScalarNode node, FieldDescriptor field)
    {
        var isNumber = decimal.TryParse(node.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
        return field.FieldType switch
        {
            FieldType.Message when field.MessageType.FullName == Duration.Descriptor.FullName && isNumber =>
                $"A duration needs a unit: {node.Text}s for seconds, {node.Text}ms for milliseconds",
            FieldType.Message when field.MessageType.FullName == Duration.Descriptor.FullName => "Not a duration",
            FieldType.Enum => Nearest(node.Text, field.EnumType),
            FieldType.Bool => "Not a truth value",
            FieldType.Int32 or FieldType.UInt32 or FieldType.Int64 or FieldType.UInt64 when isNumber =>
                "The number is out of range or not whole",
            _ => "Wrong type of value",
        };
    }

    private static string Nearest(string text, EnumDescriptor type)
    {
        var near = NearestName.Find(text, EnumNames.Of(type));
        return near is null ? "Not one of the values" : $"Not one of the values (did you mean {near}?)";
    }
}
