using Microkernel.Import.Sources;

namespace Microkernel.Import.CrmShell;

/// <summary>location, and rules wherever they are.</summary>
internal static class CrmLocation
{
    private static readonly HashSet<string> Binary = ["lt", "gt", "lte", "gte", "eq", "ne"];
    private static readonly string[] Types = ["string", "version", "number", "integer"];

    /// <summary>Reads <c>location ID RSC [ATTR=..] SCORE: NODE</c>, or rules.</summary>
    public static SourceElement Read(CrmWord command, CrmReader words)
    {
        var element = words.Element(command, "rsc_location");
        Resources(element, words);
        Attributes(element, words);
        while (words.Peek is { Text: "rule" })
        {
            Rule(words.Next(), words, element);
        }

        if (words.Peek is null)
        {
            return element.Children.Any(c => c.Name == "rule") ? element
                : throw new DamagedSourceException("Expected SCORE: NODE, or rules", element.Line, element.Column);
        }

        var score = words.Name("a score");
        var (text, node) = score.Text.EndsWith(':') || score.Text.IndexOf(':', StringComparison.Ordinal) is < 0
            ? (score.Text.TrimEnd(':'), words.Name("a node"))
            : (score.Text[..score.Text.IndexOf(':', StringComparison.Ordinal)],
                score with { Text = score.Text[(score.Text.IndexOf(':', StringComparison.Ordinal) + 1)..] });
        CrmReader.Set(element, "score", text, score);
        CrmReader.Set(element, "node", node.Text, node);
        Attributes(element, words);
        return words.Peek is { } more
            ? throw new DamagedSourceException($"Expected the end of the command, found \"{more.Text}\"", more.Line, more.Column)
            : element;
    }

    /// <summary>Reads <c>rule [$role=R] SCORE: EXPRESSION [and|or EXPRESSION ...]</c> behind the word rule.</summary>
    public static void Rule(CrmWord place, CrmReader words, SourceElement owner)
    {
        var rule = CrmReader.New(place, "rule", "rule");
        owner.Add(rule);
        while (words.Peek is { Key: not null } attribute)
        {
            words.Next();
            var name = attribute.Key!.TrimStart('$');
            if (name == "id-ref")
            {
                throw new DamagedSourceException(
                    "A rule that is shared by reference is not followed: write it here", attribute.Line, attribute.Column);
            }

            CrmReader.Set(rule, name, attribute.Value, attribute);
        }

        if (words.Peek is { Key: null } score && score.Text.EndsWith(':'))
        {
            words.Next();
            var text = score.Text[..^1];
            var isScore = Cib.CibValues.Score(text) is not null;
            CrmReader.Set(rule, isScore ? "score" : "score-attribute", text, score);
        }

        Expressions(rule, words);
    }

    private static void Resources(SourceElement element, CrmReader words)
    {
        var word = words.Name("a resource");
        if (word.Text.StartsWith('/'))
        {
            CrmReader.Set(element, "rsc-pattern", word.Text.Trim('/'), word);
            return;
        }

        if (!word.Text.StartsWith('{'))
        {
            CrmReader.Set(element, "rsc", word.Text, word);
            return;
        }

        var set = CrmReader.New(word, "resource_set", "set");
        element.Add(set);
        for (var isEnd = false; !isEnd; word = isEnd ? word : words.Name("a resource, or }"))
        {
            var text = word.Text.TrimStart('{');
            isEnd = text.EndsWith('}');
            text = text.TrimEnd('}');
            if (text.Length > 0)
            {
                var reference = CrmReader.New(word, "resource_ref", text);
                CrmReader.Set(reference, "id", text, word);
                set.Add(reference);
            }
        }
    }

    private static void Attributes(SourceElement element, CrmReader words)
    {
        while (words.Peek is { Key: not null } attribute)
        {
            words.Next();
            CrmReader.Set(element, attribute.Key!, attribute.Value, attribute);
        }
    }

    private static void Expressions(SourceElement rule, CrmReader words)
    {
        Expression(rule, words);
        while (words.Peek is { Text: "and" or "or" } joined)
        {
            words.Next();
            if (rule.Find("boolean-op") is { } before && before.Value != joined.Text)
            {
                throw new DamagedSourceException("A rule has and, or or, not both", joined.Line, joined.Column);
            }

            if (rule.Find("boolean-op") is null)
            {
                CrmReader.Set(rule, "boolean-op", joined.Text, joined);
            }

            Expression(rule, words);
        }
    }

    private static void Expression(SourceElement rule, CrmReader words)
    {
        var first = words.Next("an expression");
        if (first.Text is "date" or "in_range" or "in" or "date_spec")
        {
            Date(rule, first, words);
            return;
        }

        var element = CrmReader.New(first, "expression", "rule");
        rule.Add(element);
        if (first.Text is "defined" or "not_defined")
        {
            var attribute = words.Name("an attribute");
            CrmReader.Set(element, "attribute", attribute.Text, attribute);
            CrmReader.Set(element, "operation", first.Text, first);
            return;
        }

        CrmReader.Set(element, "attribute", first.Text, first);
        var operation = words.Name("lt, gt, lte, gte, eq or ne");
        var parts = operation.Text.Split(':', 2);
        if (parts.Length == 2 && Types.Contains(parts[0]))
        {
            CrmReader.Set(element, "type", parts[0], operation);
        }

        if (!Binary.Contains(parts[^1]))
        {
            throw new DamagedSourceException(
                $"Expected lt, gt, lte, gte, eq or ne, found \"{operation.Text}\"", operation.Line, operation.Column);
        }

        CrmReader.Set(element, "operation", parts[^1], operation);
        var value = words.Next("a value");
        CrmReader.Set(element, "value", value.Text, value);
        element.Shown = $"rule {first.Text} {operation.Text} {value.Text}";
    }

    // date lt TIME, date gt TIME, date in start=.. end=.., date spec hours=9-16.
    private static void Date(SourceElement rule, CrmWord place, CrmReader words)
    {
        var element = CrmReader.New(place, "date_expression", "rule date");
        rule.Add(element);
        var operation = place.Text == "date" ? words.Name("lt, gt, in or spec") : place;
        switch (operation.Text)
        {
            case "lt" or "gt":
                var time = words.Next("a time");
                CrmReader.Set(element, "operation", operation.Text, operation);
                CrmReader.Set(element, operation.Text == "lt" ? "end" : "start", time.Text, time);
                break;
            case "in" or "in_range":
                CrmReader.Set(element, "operation", "in_range", operation);
                Range(element, operation, words);
                break;
            case "spec" or "date_spec":
                CrmReader.Set(element, "operation", "date_spec", operation);
                var spec = CrmReader.New(operation, "date_spec", "date spec");
                element.Add(spec);
                Attributes(spec, words);
                break;
            default:
                throw new DamagedSourceException("Expected lt, gt, in or spec", operation.Line, operation.Column);
        }
    }

    private static void Range(SourceElement element, CrmWord place, CrmReader words)
    {
        SourceElement? duration = null;
        while (words.Peek is { Key: not null } word)
        {
            words.Next();
            if (word.Key is "start" or "end")
            {
                CrmReader.Set(element, word.Key, word.Value, word);
                continue;
            }

            if (duration is null)
            {
                duration = CrmReader.New(place, "duration", "date in");
                element.Add(duration);
            }

            CrmReader.Set(duration, word.Key!, word.Value, word);
        }
    }
}
