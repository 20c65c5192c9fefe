using System.Text;

namespace Microkernel.Model.Manifests;

/// <summary>Writes nodes as block YAML with comments.</summary>
internal sealed class YamlEmitter(StringBuilder text, IReadOnlyDictionary<string, string> comments)
{
    /// <summary>Appends a line of comment; line breaks in it begin further lines.</summary>
    public static void AppendComment(StringBuilder text, string comment)
    {
        foreach (var line in comment.ReplaceLineEndings("\n").Split('\n'))
        {
            text.Append('#');
            if (line.Length > 0)
            {
                text.Append(' ').Append(YamlText.Printable(line));
            }

            text.Append('\n');
        }
    }

    /// <summary>Appends one document.</summary>
    public void WriteDocument(MappingNode node)
    {
        if (node.Entries.Count == 0)
        {
            text.Append("{}\n");
            return;
        }

        WriteMapping(node, string.Empty, 0, firstIsIndented: false);
    }

    private void WriteMapping(MappingNode node, string path, int indent, bool firstIsIndented)
    {
        foreach (var (key, value) in node.Entries)
        {
            if (!firstIsIndented)
            {
                text.Append(' ', indent);
            }

            firstIsIndented = false;
            text.Append(YamlText.Scalar(key.Text)).Append(':');
            WriteValue(value, FieldNames.Join(path, key.Text), indent);
        }
    }

    private void WriteValue(ManifestNode value, string path, int indent)
    {
        switch (value)
        {
            case ScalarNode scalar:
                text.Append(' ').Append(scalar.IsQuoted ? YamlText.Scalar(scalar.Text) : scalar.Text);
                EndLine(path);
                break;
            case MappingNode { Entries.Count: 0 }:
                text.Append(" {}");
                EndLine(path);
                break;
            case MappingNode map:
                EndLine(path);
                WriteMapping(map, path, indent + 2, firstIsIndented: false);
                break;
            case SequenceNode list:
                EndLine(path);
                WriteSequence(list, path, indent);
                break;
        }
    }

    private void WriteSequence(SequenceNode list, string path, int indent)
    {
        for (var i = 0; i < list.Items.Count; i++)
        {
            text.Append(' ', indent).Append('-');
            var itemPath = FieldNames.Join(path, i);
            if (list.Items[i] is MappingNode { Entries.Count: > 0 } map)
            {
                text.Append(' ');
                WriteMapping(map, itemPath, indent + 2, firstIsIndented: true);
            }
            else
            {
                WriteValue(list.Items[i], itemPath, indent + 2);
            }
        }
    }

    private void EndLine(string path)
    {
        if (comments.TryGetValue(path, out var comment))
        {
            text.Append(" # ").Append(YamlText.Printable(comment.ReplaceLineEndings(" ")));
        }

        text.Append('\n');
    }
}
