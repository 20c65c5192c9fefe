using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Microkernel.Model.Manifests;

/// <summary>Fills a message from nodes by walking its descriptor.</summary>
internal sealed class MessageReader(ProblemList problems)
{
    private readonly Dictionary<string, (int Line, int Column)> _positions = new(StringComparer.Ordinal);
    private readonly ScalarReader _scalars = new(problems);

    /// <summary>Gets line and column of each field read so far.</summary>
    public IReadOnlyDictionary<string, (int Line, int Column)> Positions => _positions;

    /// <summary>Says that a field is unknown, and which known one may be meant.</summary>
    public static string UnknownField(string name, IEnumerable<string> known)
    {
        var near = NearestName.Find(name, known);
        return near is null ? "Unknown field" : $"Unknown field (did you mean {near}?)";
    }

    /// <summary>Reads each field of the mapping into the message.</summary>
    public void Read(ManifestNode node, IMessage message, string path)
    {
        _positions[path] = (node.Line, node.Column);
        if (node is ScalarNode { IsNull: true })
        {
            return;
        }

        if (node is not MappingNode map)
        {
            var found = (node as ScalarNode)?.Text;
            problems.Add(node, path, found, $"A mapping is needed, this is {node.Sort}", FieldList(message.Descriptor));
            return;
        }

        var seen = new HashSet<FieldDescriptor>();
        foreach (var (key, value) in map.Entries)
        {
            var fieldPath = FieldNames.Join(path, key.Text);
            if (Find(message.Descriptor, key.Text) is not { } field)
            {
                var names = message.Descriptor.Fields.InDeclarationOrder().Select(f => f.JsonName);
                problems.Add(key, fieldPath, null, UnknownField(key.Text, names), FieldList(message.Descriptor));
            }
            else if (!seen.Add(field))
            {
                problems.Add(key, fieldPath, null,
                    $"The field is here twice, also as {field.JsonName} or {field.Name}");
            }
            else
            {
                ReadField(value, message, field, FieldNames.Join(path, field.JsonName));
            }
        }
    }

    private static FieldDescriptor? Find(MessageDescriptor type, string name) =>
        type.Fields.InDeclarationOrder().FirstOrDefault(f => f.JsonName == name || f.Name == name);

    private static string FieldList(MessageDescriptor type) =>
        "one of " + string.Join(", ", type.Fields.InDeclarationOrder().Select(f => f.JsonName));

    private void ReadField(ManifestNode node, IMessage message, FieldDescriptor field, string path)
    {
        _positions[path] = (node.Line, node.Column);
        if (node is ScalarNode { IsNull: true })
        {
            return;
        }

        var secret = FieldFacts.Of(field).IsSecret;
        if (field.IsMap)
        {
            ReadMap(node, (IDictionary)field.Accessor.GetValue(message), field, path, secret);
        }
        else if (field.IsRepeated)
        {
            ReadList(node, (IList)field.Accessor.GetValue(message), field, path, secret);
        }
        else if (ReadValue(node, field, path, secret) is { } value)
        {
            field.Accessor.SetValue(message, value);
        }
    }

    private void ReadMap(ManifestNode node, IDictionary target, FieldDescriptor field, string path, bool secret)
    {
        if (node is not MappingNode map)
        {
            problems.Add(node, path, Shown(node, secret), $"A mapping is needed, this is {node.Sort}", "name: value");
            return;
        }

        var valueField = field.MessageType.FindFieldByName("value");
        foreach (var (key, value) in map.Entries)
        {
            var entryPath = FieldNames.Join(path, key.Text);
            _positions[entryPath] = (value.Line, value.Column);
            if (value is ScalarNode { IsNull: true })
            {
                problems.Add(value, entryPath, null, "There is no value", "a text; \"\" for an empty one");
            }
            else if (ReadValue(value, valueField, entryPath, secret) is { } read)
            {
                target[key.Text] = read;
            }
        }
    }

    private void ReadList(ManifestNode node, IList target, FieldDescriptor field, string path, bool secret)
    {
        if (node is not SequenceNode list)
        {
            problems.Add(node, path, Shown(node, secret), $"A list is needed, this is {node.Sort}", "a list: - item");
            return;
        }

        for (var i = 0; i < list.Items.Count; i++)
        {
            var itemPath = FieldNames.Join(path, i);
            var item = list.Items[i];
            _positions[itemPath] = (item.Line, item.Column);
            if (item is ScalarNode { IsNull: true })
            {
                problems.Add(item, itemPath, null, "The item is empty");
            }
            else if (ReadValue(item, field, itemPath, secret) is { } value)
            {
                target.Add(value);
            }
        }
    }

    private object? ReadValue(ManifestNode node, FieldDescriptor field, string path, bool secret)
    {
        if (field.FieldType == FieldType.Message && !ScalarReader.IsScalar(field.MessageType))
        {
            var inner = field.MessageType.Parser.ParseFrom([]);
            Read(node, inner, path);
            return inner;
        }

        if (node is ScalarNode scalar)
        {
            return _scalars.Read(scalar, field, path, secret);
        }

        problems.Add(node, path, null, $"A single value is needed, this is {node.Sort}", ScalarReader.Expected(field));
        return null;
    }

    private static string? Shown(ManifestNode node, bool secret) => secret ? null : (node as ScalarNode)?.Text;
}
