using System.Collections;
using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Microkernel.Model.Tests;

/// <summary>Generates objects of every kind with any fields set, whether or not the result makes sense.</summary>
internal static class RandomObjects
{
    // A rule may hold rules; manifests are read to a depth that no person needs.
    private const int DepthMax = 6;

    private static readonly string[] Hostile =
    [
        "yes", "NO", "null", "~", "1", "0x1F", "1e3", "12:30:45", "2026-01-31", "-", "- a", "a: b", "a #b", "#", "&a",
        "*a",
        "!x", "%", "@a", "`a", "'", "\"", "\\", "{", "}", "[", "]", ",", "?", "? a", "|", ">", "\n", "a\nb", "\ta",
        " a", "a ",
        "---", "...", "<<", "=", "é", "日本", "😀", "\u0001", "\u007f", "\u0085", "\u00a0", "\u2028", "\ufeff", "a:",
        ":a", "INFINITY",
        "10.1.4.150", "10.1.4.150/24", "fe80::1", "/etc/init.d/httpd", "1.5", ".5", ".inf", "1_000",
        "rw,no_root_squash", "a=b",
    ];

    public static Arbitrary<V1.Object> Arbitrary { get; } =
        Arb.From(Gen.Choose(0, int.MaxValue).Select(seed => Create(new Random(seed))));

    public static V1.Object Create(Random random)
    {
        var kind = Kinds.All[random.Next(Kinds.All.Count)];
        var result = new V1.Object { Metadata = (V1.ObjectMeta)Create(V1.ObjectMeta.Descriptor, random, 0) };
        kind.Field.Accessor.SetValue(result, Create(kind.Spec, random, 0));
        return result;
    }

    private static IMessage Create(MessageDescriptor type, Random random, int depth)
    {
        var message = type.Parser.ParseFrom([]);
        var fields = type.Fields.InDeclarationOrder()
            .Where(f => depth < DepthMax || f.FieldType != FieldType.Message);
        foreach (var field in fields.Where(_ => random.Next(3) > 0))
        {
            if (field.IsMap)
            {
                var map = (IDictionary)field.Accessor.GetValue(message);
                for (var i = random.Next(4); i > 0; i--)
                {
                    map[Text(random)] = Value(field.MessageType.FindFieldByName("value"), random, depth);
                }
            }
            else if (field.IsRepeated)
            {
                var list = (IList)field.Accessor.GetValue(message);
                for (var i = random.Next(4); i > 0; i--)
                {
                    list.Add(Value(field, random, depth));
                }
            }
            else
            {
                field.Accessor.SetValue(message, Value(field, random, depth));
            }
        }

        return message;
    }

    private static object Value(FieldDescriptor field, Random random, int depth) => field.FieldType switch
    {
        FieldType.String => Text(random),
        FieldType.Bool => random.Next(2) == 0,
        FieldType.Enum => field.EnumType.Values[random.Next(1, field.EnumType.Values.Count)].Number,
        FieldType.Int32 when FieldFacts.Of(field).IsScore => random.Next(-3, 4) switch
        {
            -3 => Scores.MinusInfinity,
            3 => Scores.Infinity,
            _ => random.Next(-999_999, 1_000_000),
        },
        FieldType.Int32 => random.Next(int.MinValue, int.MaxValue),
        FieldType.UInt32 => (uint)random.Next(),
        FieldType.Int64 => random.NextInt64(long.MinValue, long.MaxValue),
        FieldType.UInt64 => (ulong)random.NextInt64(),
        FieldType.Message when field.MessageType == Duration.Descriptor => Duration.FromTimeSpan(Span(random)),
        FieldType.Message when field.MessageType == Timestamp.Descriptor =>
            Timestamp.FromDateTime(DateTime.UnixEpoch.AddTicks(random.NextInt64(TimeSpan.TicksPerDay * 30000))),
        FieldType.Message => Create(field.MessageType, random, depth + 1),
        _ => throw new NotSupportedException(field.FullName),
    };

    private static TimeSpan Span(Random random) => random.Next(4) switch
    {
        0 => TimeSpan.FromMilliseconds(random.Next(2000)),
        1 => TimeSpan.FromSeconds(random.Next(100_000)),
        2 => TimeSpan.FromHours(random.Next(100)),
        _ => TimeSpan.FromTicks(random.NextInt64(-TimeSpan.TicksPerDay, TimeSpan.TicksPerDay)),
    };

    private static string Text(Random random)
    {
        if (random.Next(2) == 0)
        {
            return Hostile[random.Next(Hostile.Length)];
        }

        var parts = Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(3) == 0
            ? Hostile[random.Next(Hostile.Length)]
            : ((char)random.Next(' ', 'z')).ToString());
        return string.Concat(parts);
    }
}
