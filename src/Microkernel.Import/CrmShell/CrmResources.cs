using Microkernel.Import.Sources;

namespace Microkernel.Import.CrmShell;

/// <summary>primitive, rsc_template, group, clone, ms and monitor.</summary>
internal static class CrmResources
{
    /// <summary>Reads a primitive or a template.</summary>
    public static SourceElement Primitive(CrmWord command, CrmReader words, string name)
    {
        var element = words.Element(command, name);
        var agent = words.Name("an agent as ocf:heartbeat:IPaddr2, or @template");
        if (agent.Text.StartsWith('@'))
        {
            CrmReader.Set(element, "template", agent.Text[1..], agent);
        }
        else
        {
            SetAgent(element, agent);
        }

        // Pairs right after the agent are parameters.
        Sections(element, words, "params");
        return element;
    }

    /// <summary>Reads a group: its members are filled in when all commands are known.</summary>
    public static SourceElement Group(CrmWord command, CrmReader words)
    {
        var element = words.Element(command, "group");
        while (words.Peek is { Key: null } member && member.Text is not ("meta" or "params" or "op"))
        {
            words.Next();
            AddMember(element, member);
        }

        Sections(element, words, "params");
        return element;
    }

    /// <summary>Reads a clone; what it is of is filled in when all commands are known.</summary>
    public static SourceElement Clone(CrmWord command, CrmReader words, string name)
    {
        var element = words.Element(command, name);
        AddMember(element, words.Name("the resource that is cloned"));
        Sections(element, words, "params");
        return element;
    }

    /// <summary>Reads <c>monitor RSC[:ROLE] INTERVAL[:TIMEOUT]</c>, an operation of a primitive.</summary>
    public static SourceElement Monitor(CrmWord command, CrmReader words)
    {
        var (target, times) = (words.Name("a resource"), words.Name("an interval"));
        var element = CrmReader.New(command, "monitor", command.Text, target.Text);
        var op = CrmReader.New(command, "op", $"monitor {target.Text}");
        CrmReader.Set(op, "name", "monitor", command);
        var (rsc, role) = CrmConstraints.Split(target.Text);
        CrmReader.Set(element, "rsc", rsc, target);
        if (role is not null)
        {
            CrmReader.Set(op, "role", role, target);
        }

        var parts = times.Text.Split(':', 2);
        CrmReader.Set(op, "interval", parts[0], times);
        if (parts.Length > 1)
        {
            CrmReader.Set(op, "timeout", parts[1], times);
        }

        element.Add(op);
        return element;
    }

    // ocf:heartbeat:IPaddr2, ocf::IPaddr2, lsb:apache, stonith:external/ipmi, and IPaddr2 alone.
    private static void SetAgent(SourceElement element, CrmWord agent)
    {
        var parts = agent.Text.Split(':');
        var type = parts.Length == 1 ? "ocf" : parts[0];
        CrmReader.Set(element, "class", type, agent);
        if (type == "ocf")
        {
            CrmReader.Set(element, "provider", parts.Length > 2 && parts[1].Length > 0 ? parts[1] : "heartbeat", agent);
        }

        CrmReader.Set(element, "type", type == "ocf" ? parts[^1] : string.Join(':', parts[1..]), agent);
    }

    private static void AddMember(SourceElement owner, CrmWord member)
    {
        var reference = CrmReader.New(member, "member", member.Text);
        CrmReader.Set(reference, "id", member.Text, member);
        owner.Add(reference);
    }

    private static void Sections(SourceElement element, CrmReader words, string section)
    {
        while (words.Peek is { } word)
        {
            if (word.Key == "description")
            {
                words.Next();
                CrmReader.Set(element, "description", word.Value, word);
                continue;
            }

            if (word.Key is null)
            {
                words.Next();
                section = word.Text;
            }

            switch (section)
            {
                case "params" or "meta" or "utilization":
                    Set(element, words, word, section);
                    break;
                case "operations":
                    while (words.Peek is { Key: not null })
                    {
                        words.Next();
                    }

                    break;
                case "op":
                    Operation(element, words);
                    section = "params";
                    break;
                default:
                    throw new DamagedSourceException(
                        $"Expected params, meta, utilization, operations or op, found \"{word.Text}\"", word.Line,
                        word.Column);
            }
        }
    }

    private static void Set(SourceElement element, CrmReader words, CrmWord place, string section)
    {
        var set = CrmReader.New(
            place,
            section switch { "params" => "instance_attributes", "meta" => "meta_attributes", _ => section },
            section);
        set.IsHandled = true;
        while (words.Peek is { Text: "rule" })
        {
            CrmLocation.Rule(words.Next(), words, set);
        }

        words.Pairs(set, section);
        element.Add(set);
    }

    private static void Operation(SourceElement element, CrmReader words)
    {
        var name = words.Name("the name of an operation");
        var operations = element.Children.FirstOrDefault(c => c.Name == "operations");
        if (operations is null)
        {
            operations = CrmReader.New(name, "operations", "operations");
            element.Add(operations);
        }

        var op = CrmReader.New(name, "op", "op", name.Text);
        CrmReader.Set(op, "name", name.Text, name);
        while (words.Peek is { } word && (word.Key is not null || word.Text is "op_params" or "op_meta"))
        {
            words.Next();
            if (word.Key is not null)
            {
                CrmReader.Set(op, word.Key, word.Value, word);
            }
        }

        operations.Add(op);
    }
}
