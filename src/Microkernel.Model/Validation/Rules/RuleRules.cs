using System.Globalization;
using Microkernel.V1;

namespace Microkernel.Model.Validation.Rules;

/// <summary>Conditions on nodes and the time.</summary>
internal static class RuleRules
{
    private const int DepthMax = 8;

    public static void Check(V1.Object o, Rule rule, string path, ProblemCollector problems, int depth = 0)
    {
        if (depth > DepthMax)
        {
            problems.Add(o, path, null, "Nested too deep", $"at most {DepthMax} rules within rules");
            return;
        }

        for (var i = 0; i < rule.Terms.Count; i++)
        {
            var term = rule.Terms[i];
            var termPath = $"{path}.terms[{i}]";
            switch (term.TestCase)
            {
                case RuleTerm.TestOneofCase.Attribute:
                    CheckAttribute(o, term.Attribute, $"{termPath}.attribute", problems);
                    break;
                case RuleTerm.TestOneofCase.Date:
                    CheckDate(o, term.Date, $"{termPath}.date", problems);
                    break;
                case RuleTerm.TestOneofCase.Rule:
                    Check(o, term.Rule, $"{termPath}.rule", problems, depth + 1);
                    break;
                default:
                    problems.Add(o, termPath, null, "The term is empty", "attribute, date or rule");
                    break;
            }
        }
    }

    private static void CheckAttribute(V1.Object o, AttributeTest test, string path, ProblemCollector problems)
    {
        var isDefined = test.Comparison is AttributeComparison.Defined or AttributeComparison.NotDefined;
        if (test.Comparison == AttributeComparison.Unspecified)
        {
            problems.Add(o, $"{path}.comparison", null, "Missing", "Equal, NotEqual, Defined or another one");
        }
        else if (isDefined && test.Value.Length > 0)
        {
            problems.Add(o, $"{path}.value", test.Value, $"{test.Comparison} looks at no value", "no value");
        }
        else if (test.ValueSource is not (AttributeValueSource.Parameter or AttributeValueSource.Meta)
            && IsNumber(test.Type) && !isDefined
            && !double.TryParse(test.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
        {
            problems.Add(o, $"{path}.value", test.Value, "Not a number", $"a number, as the type is {test.Type}");
        }
    }

    private static bool IsNumber(AttributeType type) => type is AttributeType.Integer or AttributeType.Number;

    private static void CheckDate(V1.Object o, DateTest test, string path, ProblemCollector problems)
    {
        if (test.Start is null && test.End is null && test.Parts is null)
        {
            problems.Add(o, path, null, "It says nothing of the time", "start, end or parts");
        }

        if (test.Start is { } start && test.End is { } end && start >= end)
        {
            problems.Add(o, $"{path}.end", end.ToString(), "Not after the start", $"a time after {start}");
        }

        if (test.Parts is not { } parts)
        {
            return;
        }

        CheckPart(o, parts.Seconds, $"{path}.parts.seconds", 0, 59, problems);
        CheckPart(o, parts.Minutes, $"{path}.parts.minutes", 0, 59, problems);
        CheckPart(o, parts.Hours, $"{path}.parts.hours", 0, 23, problems);
        CheckPart(o, parts.MonthDays, $"{path}.parts.monthDays", 1, 31, problems);
        CheckPart(o, parts.WeekDays, $"{path}.parts.weekDays", 1, 7, problems);
        CheckPart(o, parts.YearDays, $"{path}.parts.yearDays", 1, 366, problems);
        CheckPart(o, parts.Months, $"{path}.parts.months", 1, 12, problems);
        CheckPart(o, parts.Weeks, $"{path}.parts.weeks", 1, 53, problems);
        CheckPart(o, parts.Years, $"{path}.parts.years", 1, 9999, problems);
        CheckPart(o, parts.WeekYears, $"{path}.parts.weekYears", 1, 9999, problems);
    }

    private static void CheckPart(
        V1.Object o, string text, string path, int min, int max, ProblemCollector problems)
    {
        if (text.Length > 0 && !NumberRange.TryParse(text, min, max, out _))
        {
            problems.Add(o, path, text, "Not a number or range", $"{min} to {max}, as \"{min}\" or \"{min}-{max}\"");
        }
    }
}
