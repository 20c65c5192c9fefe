using Microkernel.Import.Sources;

namespace Microkernel.Import.CrmShell;

/// <summary>
/// Reads commands of the crm shell (crm(8), level configure) into elements as the CIB has them, each at the place of
/// its
/// words. The result has one root that stands for the file, with the elements side by side.
/// </summary>
internal static class CrmShellReader
{
    // What only moves about in the shell.
    private static readonly HashSet<string> Moves =
        ["configure", "commit", "end", "up", "cd", "quit", "exit", "bye", "verify", "show", "edit", "save", "refresh"];

    /// <summary>Reads the whole content.</summary>
    /// <exception cref="DamagedSourceException">A command is not known, or a quote does not end.</exception>
    public static SourceElement Read(ReadOnlyMemory<byte> content, SourceFile file)
    {
        var root = new SourceElement(file.Name, 1, 1, SourceStyle.Commands) { IsHandled = true };
        var (commands, rest) = CrmWords.Read(SourceText.Decode(content));
        foreach (var command in commands)
        {
            var words = new CrmReader(command.Words);
            if (words.Peek?.Text == "crm")
            {
                words.Next();
            }

            if (words.Peek is { Text: "configure" or "-F" } && words.Count > words.At + 1)
            {
                words.Next();
            }

            if (words.Count <= words.At + 1 && words.Peek is { } only && Moves.Contains(only.Text))
            {
                continue;
            }

            var element = ReadCommand(words);
            element.Add(command.Comments);
            root.Add(element);
        }

        root.Add(rest);
        return root;
    }

    private static SourceElement ReadCommand(CrmReader words)
    {
        var command = words.Next();
        return command.Text switch
        {
            "primitive" => CrmResources.Primitive(command, words, "primitive"),
            "rsc_template" => CrmResources.Primitive(command, words, "template"),
            "group" => CrmResources.Group(command, words),
            "clone" => CrmResources.Clone(command, words, "clone"),
            "ms" or "master" => CrmResources.Clone(command, words, "master"),
            "monitor" => CrmResources.Monitor(command, words),
            "location" => CrmLocation.Read(command, words),
            "colocation" or "collocation" => CrmConstraints.Colocation(command, words),
            "order" => CrmConstraints.Order(command, words),
            "property" => CrmProperties.Read(command, words, "cluster_property_set"),
            "rsc_defaults" => CrmProperties.Read(command, words, "meta_attributes"),
            "op_defaults" => CrmProperties.Read(command, words, "meta_attributes"),
            "node" => CrmProperties.Node(command, words),
            "fencing_topology" or "fencing-topology" => CrmProperties.Topology(command, words),
            "tag" => CrmProperties.Tag(command, words),
            "rsc_ticket" or "bundle" or "alert" or "role" or "user" or "acl_target" or "acl_group" or "xml" or "schema"
                or "op_meta" => Unknown(command, words),
            _ => throw new DamagedSourceException(
                $"The command \"{Shorten(command.Text)}\" is not one of level configure of the crm shell", command.Line,
                command.Column),
        };
    }

    // Kept whole, to be reported.
    private static SourceElement Unknown(CrmWord command, CrmReader words)
    {
        var label = words.Peek is { Key: null } name ? name.Text : string.Empty;
        return new SourceElement(command.Text, command.Line, command.Column, SourceStyle.Commands)
        {
            Label = Shorten(label),
        };
    }

    private static string Shorten(string text) => text.Length > 60 ? string.Concat(text.AsSpan(0, 60), "…") : text;
}
