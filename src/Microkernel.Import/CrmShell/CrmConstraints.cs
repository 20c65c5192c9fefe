using Microkernel.Import.Sources;

namespace Microkernel.Import.CrmShell;

/// <summary>colocation and order, of two resources or of sets.</summary>
internal static class CrmConstraints
{
    private static readonly Dictionary<char, char> Brackets = new() { ['('] = ')', ['['] = ']' };

    /// <summary>Reads a colocation: <c>colocation ID SCORE: RSC[:ROLE] WITH[:ROLE]</c>, or sets.</summary>
    public static SourceElement Colocation(CrmWord command, CrmReader words)
    {
        var element = words.Element(command, "rsc_colocation");
        var score = words.Name("a score");
        CrmReader.Set(element, "score", score.Text.TrimEnd(':'), score);
        var (items, isSets) = Items(element, words, "node-attribute", "influence");
        if (!isSets && items.Count == 2)
        {
            Pair(element, items, ("rsc", "rsc-role"), ("with-rsc", "with-rsc-role"));
        }
        else
        {
            Sets(element, items, "role");
        }

        return element;
    }

    /// <summary>Reads an order: <c>order ID [KIND|SCORE:] FIRST[:ACTION] THEN[:ACTION]</c>, or sets.</summary>
    public static SourceElement Order(CrmWord command, CrmReader words)
    {
        var element = words.Element(command, "rsc_order");
        if (words.Peek is { Key: null } word && word.Text.EndsWith(':'))
        {
            words.Next();
            var text = word.Text[..^1];
            var isScore = text.Length > 0 && (char.IsAsciiDigit(text[^1])
                || text.TrimStart('-', '+').StartsWith("inf", StringComparison.OrdinalIgnoreCase));
            CrmReader.Set(element, isScore ? "score" : "kind", text, word);
        }

        var (items, isSets) = Items(element, words, "symmetrical", "require-all", "kind", "score");
        if (!isSets && items.Count == 2)
        {
            Pair(element, items, ("first", "first-action"), ("then", "then-action"));
        }
        else
        {
            Sets(element, items, "action");
        }

        return element;
    }

    /// <summary>Cuts <c>RSC:ROLE</c>.</summary>
    public static (string Resource, string? Role) Split(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 ? (text[..colon], text[(colon + 1)..]) : (text, null);
    }

    // Brackets may touch the words in them.
    private static (List<(CrmWord Word, char Bracket, int Set)> Items, bool IsSets) Items(
        SourceElement element, CrmReader words, params ReadOnlySpan<string> attributes)
    {
        var items = new List<(CrmWord, char, int)>();
        var (bracket, set, isSets) = ('\0', 0, false);
        while (words.Peek is { } word)
        {
            words.Next();
            if (word.Key is not null)
            {
                if (!attributes.Contains(word.Key))
                {
                    throw new DamagedSourceException($"{word.Key} is not known here", word.Line, word.Column);
                }

                CrmReader.Set(element, word.Key, word.Value, word);
                continue;
            }

            var text = word.Text;
            if (text == "_rsc_set_")
            {
                isSets = true;
                continue;
            }

            if (text.Length > 0 && Brackets.TryGetValue(text[0], out var closing))
            {
                if (bracket != '\0')
                {
                    throw new DamagedSourceException("A bracket within brackets", word.Line, word.Column);
                }

                (bracket, isSets, text) = (closing, true, text[1..]);
                set++;
            }

            var ends = text.Length > 0 && text[^1] is ')' or ']';
            if (ends && text[^1] != bracket)
            {
                throw new DamagedSourceException("There is no bracket to close", word.Line, word.Column);
            }

            text = ends ? text[..^1] : text;
            if (text.Length > 0)
            {
                items.Add((word with { Text = text }, bracket, set));
            }

            if (ends)
            {
                bracket = '\0';
                set++;
            }
        }

        return bracket == '\0' && items.Count > 0
            ? (items, isSets)
            : throw new DamagedSourceException(
                bracket == '\0' ? "Expected resources" : "A bracket is not closed", element.Line, element.Column);
    }

    private static void Pair(
        SourceElement element,
        List<(CrmWord Word, char Bracket, int Set)> items,
        (string Resource, string Role) first,
        (string Resource, string Role) second)
    {
        foreach (var ((word, _, _), names) in items.Zip([first, second]))
        {
            var (resource, role) = Split(word.Text);
            CrmReader.Set(element, names.Resource, resource, word);
            if (role is not null)
            {
                CrmReader.Set(element, names.Role, role, word);
            }
        }
    }

    // A set ends at a bracket, or where the role or action changes.
    private static void Sets(SourceElement element, List<(CrmWord Word, char Bracket, int Set)> items, string kind)
    {
        SourceElement? set = null;
        (int, string?) last = default;
        foreach (var (word, bracket, number) in items)
        {
            var (resource, role) = Split(word.Text);
            if (set is null || last != (number, role))
            {
                set = CrmReader.New(word, "resource_set", "set");
                if (bracket != '\0')
                {
                    CrmReader.Set(set, "sequential", bracket == ')' ? "false" : "true", word);
                }

                if (bracket == ']')
                {
                    CrmReader.Set(set, "require-all", "false", word);
                }

                if (role is not null)
                {
                    CrmReader.Set(set, kind, role, word);
                }

                element.Add(set);
                last = (number, role);
            }

            var reference = CrmReader.New(word, "resource_ref", resource);
            CrmReader.Set(reference, "id", resource, word);
            set.Add(reference);
        }
    }
}
