using System.Collections;
using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Microkernel.Model.Manifests;

/// <summary>
/// Turns messages into nodes by walking their descriptors; the reverse of <see cref="MessageReader"/>.
/// </summary>
internal static class MessageNodes
{
    /// <summary>Returns the manifest of an object.</summary>
    public static MappingNode Of(V1.Object @object)
    {
        var entries = new List<MappingEntry>
        {
            Entry("apiVersion", Plain(ManifestReader.ApiVersion)),
            Entry("kind", Plain(@object.Kind().Name)),
            Entry("metadata", Of((IMessage)(@object.Metadata ?? new V1.ObjectMeta()))),
        };
        if (Of(@object.Spec()!) is { Entries.Count: > 0 } spec)
        {
            entries.Add(Entry("spec", spec));
        }

        return new MappingNode(entries);
    }

    /// <summary>Returns a message as a mapping, without fields that have their default.</summary>
    public static MappingNode Of(IMessage message)
    {
        if (message is V1.Object { SpecCase: not V1.Object.SpecOneofCase.None } @object)
        {
            return Of(@object);
        }

        var entries = new List<MappingEntry>();
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            var value = field.Accessor.GetValue(message);
            if (ToNode(message, field, value) is { } node)
            {
                entries.Add(Entry(field.JsonName, node));
            }
        }

        return new MappingNode(entries);
    }

    private static ManifestNode? ToNode(IMessage message, FieldDescriptor field, object? value)
    {
        if (field.IsMap)
        {
            var map = (IDictionary)value!;
            return map.Count == 0 ? null : ToMapping(field, map);
        }

        if (field.IsRepeated)
        {
            var list = (IList)value!;
            return list.Count == 0 ? null : new SequenceNode([.. list.Cast<object>().Select(v => ToNode(field, v))]);
        }

        var isSet = field.HasPresence ? field.Accessor.HasValue(message) : !IsDefault(value);
        return isSet ? ToNode(field, value!) : null;
    }

    private static MappingNode ToMapping(FieldDescriptor field, IDictionary map)
    {
        var valueField = field.MessageType.FindFieldByName("value");
        var keys = map.Keys.Cast<object>()
            .Select(k => (Key: k, Text: Convert.ToString(k, CultureInfo.InvariantCulture)!))
            .OrderBy(k => k.Text, StringComparer.Ordinal);
        return new MappingNode([.. keys.Select(k => Entry(k.Text, ToNode(valueField, map[k.Key]!)))]);
    }

    private static ManifestNode ToNode(FieldDescriptor field, object value) => value switch
    {
        Duration duration => Plain(DurationText.Format(duration.ToTimeSpan())),
        Timestamp time => Text(time.ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", null)),
        IMessage inner => Of(inner),
        string text => Text(text),
        bool flag => Plain(flag ? "true" : "false"),
        ByteString bytes => Text(bytes.ToBase64()),
        int score when FieldFacts.Of(field).IsScore => Plain(Scores.Format(score)),
        System.Enum or int when field.FieldType == FieldType.Enum =>
            Plain(EnumNames.Format(field.EnumType, Convert.ToInt32(value, CultureInfo.InvariantCulture))),
        double number => Plain(number.ToString("R", CultureInfo.InvariantCulture)),
        _ => Plain(Convert.ToString(value, CultureInfo.InvariantCulture)!),
    };

    private static bool IsDefault(object? value) => value switch
    {
        null => true,
        string text => text.Length == 0,
        ByteString bytes => bytes.IsEmpty,
        bool flag => !flag,
        _ => Convert.ToDouble(value, CultureInfo.InvariantCulture) == 0,
    };

    private static MappingEntry Entry(string key, ManifestNode value) => new(Text(key), value);

    private static ScalarNode Plain(string text) => new(text, IsQuoted: false);

    private static ScalarNode Text(string text) => new(text, IsQuoted: true);
}
