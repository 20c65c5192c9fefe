using System.Globalization;
using Microkernel.Model;
using Microkernel.V1;

namespace Microkernel.Scheduling.Rules;

/// <summary>Tells whether a node fulfils a declared condition.</summary>
public static class RuleJudge
{
    /// <summary>Tells whether a node fulfils a condition. Tests of the time hold for no node: see the manual.</summary>
    public static bool Holds(Rule rule, string name, NodeSpec node)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var results = rule.Terms.Select(term => term.TestCase switch
        {
            RuleTerm.TestOneofCase.Attribute => Holds(term.Attribute, name, node),
            RuleTerm.TestOneofCase.Rule => Holds(term.Rule, name, node),
            _ => false,
        });
        return rule.Combination == RuleCombination.Any ? results.Any(r => r) : results.All(r => r);
    }

    /// <summary>Returns the score that a rule gives a node: its own, or that of the node's attribute.</summary>
    public static int Worth(LocationRule rule, NodeSpec node)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(node);
        if (rule.WorthCase == LocationRule.WorthOneofCase.Score)
        {
            return rule.Score;
        }

        return node.Attributes.TryGetValue(rule.ScoreAttribute, out var text) && Scores.TryParse(text, out var score)
            ? score : Scores.MinusInfinity;
    }

    private static bool Holds(AttributeTest test, string name, NodeSpec node)
    {
        var value = test.Attribute switch
        {
            "#uname" => name,
            "#id" => node.Id.ToString(CultureInfo.InvariantCulture),
            _ => node.Attributes.TryGetValue(test.Attribute, out var found) ? found : null,
        };
        switch (test.Comparison)
        {
            case AttributeComparison.Defined:
                return value is not null;
            case AttributeComparison.NotDefined:
                return value is null;
        }

        if (value is null)
        {
            return test.Comparison == AttributeComparison.NotEqual;
        }

        var order = Compare(value, test.Value, test);
        return test.Comparison switch
        {
            AttributeComparison.Equal => order == 0,
            AttributeComparison.NotEqual => order != 0,
            AttributeComparison.Less => order < 0,
            AttributeComparison.LessOrEqual => order <= 0,
            AttributeComparison.Greater => order > 0,
            AttributeComparison.GreaterOrEqual => order >= 0,
            _ => false,
        };
    }

    private static int Compare(string left, string right, AttributeTest test)
    {
        var bySize = test.Comparison >= AttributeComparison.Less;
        switch (test.Type)
        {
            case AttributeType.Version:
                return CompareVersions(left.Split('.'), right.Split('.'));
            case AttributeType.Integer or AttributeType.Number:
            case AttributeType.Unspecified when bySize:
                if (Number(left) is { } a && Number(right) is { } b)
                {
                    return test.Type == AttributeType.Integer
                        ? Math.Truncate(a).CompareTo(Math.Truncate(b)) : a.CompareTo(b);
                }

                break;
        }

        return string.Compare(left, right, StringComparison.OrdinalIgnoreCase);
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static int CompareVersions(string[] left, string[] right)
    {
        for (var i = 0; i < Math.Max(left.Length, right.Length); i++)
        {
            var a = i < left.Length ? Number(left[i]) ?? 0 : 0;
            var b = i < right.Length ? Number(right[i]) ?? 0 : 0;
            if (a.CompareTo(b) is not 0 and var order)
            {
                return order;
            }
        }

        return 0;
    }
}
