using System.Globalization;
using System.Xml.Linq;
using Microkernel.V1;

namespace Microkernel.Import.Export;

/// <summary>Rules of locations.</summary>
internal static class RuleExport
{
    public static XElement ToXml(LocationRule rule, string owner, ExportScope scope)
    {
        var id = scope.Id($"{owner}-rule");
        var element = new XElement("rule", new XAttribute("id", id));
        element.Add(rule.WorthCase == LocationRule.WorthOneofCase.ScoreAttribute
            ? new XAttribute("score-attribute", rule.ScoreAttribute)
            : new XAttribute("score", Nv.Score(rule.Score)));
        if (rule.Role != Role.Unspecified)
        {
            element.Add(new XAttribute("role", $"{rule.Role}"));
        }

        Fill(element, rule.When, id, scope);
        return element;
    }

    private static void Fill(XElement element, Rule rule, string id, ExportScope scope)
    {
        element.Add(new XAttribute("boolean-op", rule.Combination == RuleCombination.Any ? "or" : "and"));
        foreach (var term in rule.Terms)
        {
            switch (term.TestCase)
            {
                case RuleTerm.TestOneofCase.Attribute:
                    element.Add(Expression(term.Attribute, id, scope));
                    break;
                case RuleTerm.TestOneofCase.Date:
                    element.Add(Date(term.Date, id, scope));
                    break;
                case RuleTerm.TestOneofCase.Rule:
                    var inner = new XElement("rule", new XAttribute("id", scope.Id($"{id}-rule")));
                    inner.Add(new XAttribute("score", "0"));
                    Fill(inner, term.Rule, id, scope);
                    element.Add(inner);
                    break;
            }
        }
    }

    private static XElement Expression(AttributeTest test, string id, ExportScope scope)
    {
        var element = new XElement(
            "expression",
            new XAttribute("id", scope.Id($"{id}-expression")),
            new XAttribute("attribute", test.Attribute),
            new XAttribute("operation", test.Comparison switch
            {
                AttributeComparison.NotEqual => "ne",
                AttributeComparison.Less => "lt",
                AttributeComparison.LessOrEqual => "lte",
                AttributeComparison.Greater => "gt",
                AttributeComparison.GreaterOrEqual => "gte",
                AttributeComparison.Defined => "defined",
                AttributeComparison.NotDefined => "not_defined",
                _ => "eq",
            }));
        if (test.Comparison is not (AttributeComparison.Defined or AttributeComparison.NotDefined))
        {
            element.Add(new XAttribute("value", test.Value));
        }

        if (test.Type != AttributeType.Unspecified)
        {
            element.Add(new XAttribute("type", test.Type == AttributeType.Text ? "string"
                : $"{test.Type}".ToLowerInvariant()));
        }

        if (test.ValueSource is AttributeValueSource.Parameter or AttributeValueSource.Meta)
        {
            element.Add(new XAttribute(
                "value-source", test.ValueSource == AttributeValueSource.Parameter ? "param" : "meta"));
        }

        return element;
    }

    private static XElement Date(DateTest test, string id, ExportScope scope)
    {
        var operation = test.Parts is not null ? "date_spec"
            : test.Start is null ? "lt" : test.End is null ? "gt" : "in_range";
        var element = new XElement(
            "date_expression",
            new XAttribute("id", scope.Id($"{id}-date")),
            new XAttribute("operation", operation));
        if (test.Start is { } start)
        {
            element.Add(new XAttribute("start", Text(start.ToDateTimeOffset())));
        }

        if (test.End is { } end)
        {
            element.Add(new XAttribute("end", Text(end.ToDateTimeOffset())));
        }

        if (test.Parts is { } parts)
        {
            var spec = new XElement("date_spec", new XAttribute("id", scope.Id($"{id}-spec")));
            (string Name, string Value)[] all =
            [
                ("seconds", parts.Seconds), ("minutes", parts.Minutes), ("hours", parts.Hours),
                ("monthdays", parts.MonthDays), ("weekdays", parts.WeekDays), ("yeardays", parts.YearDays),
                ("months", parts.Months), ("weeks", parts.Weeks), ("years", parts.Years), ("weekyears", parts.WeekYears),
            ];
            spec.Add(all.Where(p => p.Value.Length > 0).Select(p => new XAttribute(p.Name, p.Value)));
            element.Add(spec);
        }

        return element;
    }

    private static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
