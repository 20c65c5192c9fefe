using System.Globalization;
using Microkernel.Import.Sources;

namespace Microkernel.Import.CrmShell;

/// <summary>property, rsc_defaults, op_defaults, node, fencing_topology and tag.</summary>
internal static class CrmProperties
{
    /// <summary>Reads a set of properties or defaults.</summary>
    public static SourceElement Read(CrmWord command, CrmReader words, string set)
    {
        var section = command.Text == "property" ? "crm_config" : command.Text;
        var element = CrmReader.New(command, section, command.Text);
        var pairs = CrmReader.New(command, set, command.Text);
        pairs.IsHandled = true;
        element.Add(pairs);
        while (words.Peek is { } word)
        {
            if (word.Key is not null)
            {
                words.Pairs(pairs, command.Text);
            }
            else if (word.Text == "rule")
            {
                CrmLocation.Rule(words.Next(), words, pairs);
            }
            else if (word.Text.EndsWith(':') || word.Text is "meta" or "params")
            {
                words.Next();
            }
            else
            {
                throw new DamagedSourceException("Expected name=value", word.Line, word.Column);
            }
        }

        return element;
    }

    /// <summary>Reads <c>node [ID:] NAME[:TYPE] [attributes ..] [utilization ..]</c>.</summary>
    public static SourceElement Node(CrmWord command, CrmReader words)
    {
        string? id = null;
        var word = words.Next("the name of a node");
        if (word.Key == "$id")
        {
            (id, word) = (word.Value, words.Name("the name of a node"));
        }
        else if (word.Text.EndsWith(':'))
        {
            (id, word) = (word.Text[..^1], words.Name("the name of a node"));
        }

        var (name, type) = CrmConstraints.Split(word.Text);
        var element = CrmReader.New(command, "node", "node", name);
        if (id is not null)
        {
            CrmReader.Set(element, "id", id, word);
        }

        CrmReader.Set(element, "uname", name, word);
        if (type is not null)
        {
            CrmReader.Set(element, "type", type, word);
        }

        var section = "attributes";
        while (words.Peek is { } next)
        {
            if (next.Key is null)
            {
                words.Next();
                section = next.Text is "attributes" or "utilization" ? next.Text
                    : throw new DamagedSourceException("Expected attributes or utilization", next.Line, next.Column);
            }

            var set = CrmReader.New(next, section == "attributes" ? "instance_attributes" : section, section);
            set.IsHandled = true;
            words.Pairs(set, section);
            element.Add(set);
        }

        return element;
    }

    /// <summary>Reads <c>fencing_topology [NODE:] DEVICE[,DEVICE...] ...</c>: each word is a level.</summary>
    public static SourceElement Topology(CrmWord command, CrmReader words)
    {
        var element = CrmReader.New(command, "fencing-topology", command.Text);
        element.IsHandled = true;
        CrmWord? target = null;
        var index = 0;
        while (words.Peek is not null)
        {
            var word = words.Next();
            if (word.Text.EndsWith(':') && word.Key is null)
            {
                (target, index) = (word, 0);
                continue;
            }

            if (word.Key is not null && word.Value.EndsWith(':'))
            {
                (target, index) = (word, 0);
                continue;
            }

            var level = CrmReader.New(word, "fencing-level", command.Text, word.Text);
            SetTarget(level, target);
            CrmReader.Set(level, "index", (++index).ToString(CultureInfo.InvariantCulture), word);
            CrmReader.Set(level, "devices", word.Text, word);
            element.Add(level);
        }

        return element;
    }

    /// <summary>Reads <c>tag ID: RSC ...</c>.</summary>
    public static SourceElement Tag(CrmWord command, CrmReader words)
    {
        var id = words.Name("a name");
        var element = CrmReader.New(command, "tag", "tag", id.Text.TrimEnd(':'));
        CrmReader.Set(element, "id", id.Text.TrimEnd(':'), id);
        while (words.Peek is not null)
        {
            var word = words.Next();
            if (word.Text == ":")
            {
                continue;
            }

            var reference = CrmReader.New(word, "obj_ref", word.Text);
            CrmReader.Set(reference, "id", word.Text, word);
            element.Add(reference);
        }

        return element;
    }

    // NODE:, pattern:RE:, attr:NAME=VALUE:; without any it is for every node.
    private static void SetTarget(SourceElement level, CrmWord? target)
    {
        if (target is not { } word)
        {
            CrmReader.Set(level, "target-pattern", ".*", default);
            return;
        }

        var text = word.Text.TrimEnd(':');
        if (text.StartsWith("pattern:", StringComparison.Ordinal))
        {
            CrmReader.Set(level, "target-pattern", text["pattern:".Length..], word);
        }
        else if (text.StartsWith("attr:", StringComparison.Ordinal))
        {
            var parts = text["attr:".Length..].Split('=', 2);
            CrmReader.Set(level, "target-attribute", parts[0], word);
            CrmReader.Set(level, "target-value", parts[^1], word);
        }
        else
        {
            CrmReader.Set(level, "target", text, word);
        }
    }
}
