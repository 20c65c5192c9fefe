using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Microkernel.Model.Validation.Rules;

/// <summary>What the protos say of each field by type and options: required, scores, enums, durations, sizes.</summary>
internal static class FieldRules
{
    private const int EntriesMax = 1000;
    private const int KeyLengthMax = 128;
    private const int TextLengthMax = 64 * 1024;
    private static readonly TimeSpan DurationMax = TimeSpan.FromDays(7);

    public static void Check(V1.Object o, ProblemCollector problems) => Check(o, o.Spec()!, "spec", problems);

    private static void Check(V1.Object o, IMessage message, string path, ProblemCollector problems)
    {
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            var facts = FieldFacts.Of(field);
            var fieldPath = FieldNames.Join(path, facts.Name);
            var value = field.Accessor.GetValue(message);
            if (field.IsMap)
            {
                CheckMap(o, (IDictionary)value, field, fieldPath, problems);
            }
            else if (field.IsRepeated)
            {
                CheckList(o, (IList)value, field, fieldPath, problems);
            }
            else if (value is not null)
            {
                CheckValue(o, value, field, fieldPath, problems);
            }

            // A score of 0 is a score: numbers are required only where 0 has no meaning, and their own rules say so.
            if (facts.IsRequired && value is (null or "" or ICollection { Count: 0 }))
            {
                problems.Add(o, fieldPath, null, "Missing");
            }
        }
    }

    private static void CheckMap(
        V1.Object o, IDictionary map, FieldDescriptor field, string path, ProblemCollector problems)
    {
        CheckCount(o, map.Count, path, problems);
        var valueField = field.MessageType.FindFieldByName("value");
        var secret = FieldFacts.Of(field).IsSecret;
        foreach (string key in map.Keys)
        {
            if (key.Length is 0 or > KeyLengthMax || key.Any(char.IsControl))
            {
                problems.Add(o, path, key, "Not a key", $"1 to {KeyLengthMax} printable characters");
            }
            else if (!secret)
            {
                CheckValue(o, map[key]!, valueField, FieldNames.Join(path, key), problems);
            }
        }
    }

    private static void CheckList(
        V1.Object o, IList list, FieldDescriptor field, string path, ProblemCollector problems)
    {
        CheckCount(o, list.Count, path, problems);
        for (var i = 0; i < list.Count; i++)
        {
            CheckValue(o, list[i]!, field, FieldNames.Join(path, i), problems);
        }
    }

    private static void CheckCount(V1.Object o, int count, string path, ProblemCollector problems)
    {
        if (count > EntriesMax)
        {
            problems.Add(o, path, $"{count}", "Too many entries", $"at most {EntriesMax}");
        }
    }

    private static void CheckValue(
        V1.Object o, object value, FieldDescriptor field, string path, ProblemCollector problems)
    {
        switch (value)
        {
            case Duration duration:
                CheckDuration(o, duration, path, problems);
                break;
            case IMessage inner:
                Check(o, inner, path, problems);
                break;
            case string { Length: > TextLengthMax } text:
                problems.Add(o, path, text, "Too long", $"at most {TextLengthMax} characters");
                break;
            case string text when text.Contains('\0', StringComparison.Ordinal):
                problems.Add(o, path, null, "The text has a NUL character");
                break;
            case int score when FieldFacts.Of(field).IsScore && Math.Abs((long)score) > Scores.Infinity:
                problems.Add(o, path, $"{score}", "Out of range", "-1000000 (-INFINITY) to 1000000 (INFINITY)");
                break;
            case System.Enum number when field.EnumType.FindValueByNumber(Convert.ToInt32(number, null)) is null:
                var names = string.Join(", ", EnumNames.Of(field.EnumType));
                problems.Add(o, path, $"{number:D}", "Unknown value", $"one of {names}");
                break;
        }
    }

    private static void CheckDuration(V1.Object o, Duration duration, string path, ProblemCollector problems)
    {
        if (duration.ToTimeSpanOrNull() is not { } span)
        {
            problems.Add(o, path, $"{duration.Seconds}s {duration.Nanos}ns", "Not a duration");
        }
        else if (span < TimeSpan.Zero || span > DurationMax)
        {
            problems.Add(o, path, DurationText.Format(span), "Out of range",
                $"0s to {DurationText.Format(DurationMax)}");
        }
    }
}
