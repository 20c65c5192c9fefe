using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Microkernel.Import.Sources;
using Microkernel.Model;
using Microkernel.V1;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.Cib;

/// <summary>Rules of locations: expressions on attributes of nodes and on the time.</summary>
internal static class CibRules
{
    private const int DepthMax = 16;

    private static readonly Dictionary<string, AttributeComparison> Comparisons = new()
    {
        ["eq"] = AttributeComparison.Equal,
        ["ne"] = AttributeComparison.NotEqual,
        ["lt"] = AttributeComparison.Less,
        ["lte"] = AttributeComparison.LessOrEqual,
        ["gt"] = AttributeComparison.Greater,
        ["gte"] = AttributeComparison.GreaterOrEqual,
        ["defined"] = AttributeComparison.Defined,
        ["not_defined"] = AttributeComparison.NotDefined,
    };

    /// <summary>Adds a rule to a location; false, and an error in the report, when it cannot be read.</summary>
    public static bool Add(SourceElement rule, LocationSpec spec, CibScope cib)
    {
        NvPairs.Ignore(rule, "id");
        var made = new LocationRule { Role = CibValues.RoleOf(rule.Take("role")) };
        if (rule.Take("score-attribute") is { } attribute)
        {
            made.ScoreAttribute = attribute;
        }
        else if (CibValues.Score(rule.Take("score") ?? "0") is { } score)
        {
            made.Score = score;
        }
        else
        {
            cib.Context.Say(Error, rule, "expected a score, or score-attribute");
            return false;
        }

        if (Read(rule, cib, 0) is not { } condition)
        {
            return false;
        }

        made.When = condition;

        // One node by its name needs no rule.
        if (condition.Terms is [{ Attribute: { Attribute: "#uname", Comparison: AttributeComparison.Equal } named }]
            && made.WorthCase == LocationRule.WorthOneofCase.Score && made.Score != 0
            && rule.Parent!.Children.Count(c => c.Name == "rule") == 1)
        {
            spec.Node = cib.Context.Nodes.Mention(named.Value, rule).Object.Name();
            spec.Score = made.Score;
            spec.Role = made.Role == Role.Unspecified ? spec.Role : made.Role;
            return true;
        }

        spec.Rules.Add(made);
        return true;
    }

    private static Rule? Read(SourceElement element, CibScope cib, int depth)
    {
        element.IsHandled = true;
        var rule = new Rule
        {
            Combination = element.Take("boolean-op") == "or" ? RuleCombination.Any : RuleCombination.Unspecified,
        };
        foreach (var child in element.Children)
        {
            child.IsHandled = true;
            NvPairs.Ignore(child, "id");
            var term = child.Name switch
            {
                "expression" => Expression(child, cib),
                "date_expression" => Date(child, cib),
                "rule" when depth < DepthMax && Read(child, cib, depth + 1) is { } inner => new RuleTerm { Rule = inner },
                "rule" => null,
                _ => Refuse(child, "rules of locations look at attributes of nodes and at the time alone", cib),
            };
            if (term is null)
            {
                return null;
            }

            rule.Terms.Add(term);
        }

        return rule;
    }

    private static RuleTerm? Expression(SourceElement element, CibScope cib)
    {
        var (attribute, operation) = (element.Take("attribute"), element.Take("operation") ?? string.Empty);
        var value = element.Take("value") ?? string.Empty;
        if (string.IsNullOrEmpty(attribute) || !Comparisons.TryGetValue(operation, out var comparison))
        {
            return Refuse(element, "expected an attribute and one of lt, gt, lte, gte, eq, ne, defined, not_defined", cib);
        }

        var source = element.Take("value-source") switch
        {
            "param" => AttributeValueSource.Parameter,
            "meta" => AttributeValueSource.Meta,
            _ => AttributeValueSource.Unspecified,
        };
        if (attribute == "#uname" && source == AttributeValueSource.Unspecified
            && comparison is AttributeComparison.Equal or AttributeComparison.NotEqual)
        {
            value = cib.Context.Nodes.Mention(value, element).Object.Name();
        }

        var type = (element.Take("type") ?? string.Empty) switch
        {
            "string" => AttributeType.Text,
            "integer" => AttributeType.Integer,
            "number" => AttributeType.Number,
            "version" => AttributeType.Version,
            _ => AttributeType.Unspecified,
        };
        return new RuleTerm
        {
            Attribute = new AttributeTest
            {
                Attribute = attribute,
                Comparison = comparison,
                Value = value,
                Type = type,
                ValueSource = source,
            },
        };
    }

    private static RuleTerm? Date(SourceElement element, CibScope cib)
    {
        var test = new DateTest();
        var operation = element.Take("operation") ?? "in_range";
        var (start, end) = (element.Take("start"), element.Take("end"));
        if ((operation is "gt" or "in_range" && start is not null && (test.Start = Instant(start)) is null)
            || (operation is "lt" or "in_range" && end is not null && (test.End = Instant(end)) is null))
        {
            return Refuse(element, "expected a time as 2026-11-21 or 2026-11-21T10:00:00Z", cib);
        }

        foreach (var duration in element.TakeChildren("duration").ToList())
        {
            NvPairs.Ignore(duration, "id");
            test.End = test.Start is { } from ? CibDates.After(from, duration) : null;
        }

        foreach (var spec in element.TakeChildren("date_spec").ToList())
        {
            NvPairs.Ignore(spec, "id");
            test.Parts = CibDates.Parts(spec);
            cib.Context.Say(
                ChangedMeaning, spec, spec.Title, "parts of time are in UTC here; Pacemaker took the hosts' own time zone");
        }

        return new RuleTerm { Date = test };
    }

    private static Timestamp? Instant(string text) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
        ? Timestamp.FromDateTimeOffset(time) : null;

    private static RuleTerm? Refuse(SourceElement element, string why, CibScope cib)
    {
        element.TakeWhole();
        cib.Context.Say(Error, element, why);
        return null;
    }
}
