using System.Globalization;
using System.Xml.Linq;

namespace Microkernel.Simulation.Cib;

/// <summary>Tells whether a rule of a CIB holds.</summary>
internal static class RuleEvaluator
{
    public static bool Holds(XElement rule, RuleContext context)
    {
        var any = rule.Get("boolean-op")?.ToUpperInvariant() == "OR";
        var (seen, result) = (false, !any);
        foreach (var term in rule.Elements())
        {
            var holds = HoldsTerm(term, context);
            if (holds is null)
            {
                continue;
            }

            seen = true;
            result = any ? result || holds.Value : result && holds.Value;
        }

        return seen && result;
    }

    private static bool? HoldsTerm(XElement term, RuleContext context) => term.Name.LocalName switch
    {
        "rule" => Holds(term, context),
        "expression" => HoldsExpression(term, context),
        "date_expression" => DateExpressions.Holds(term, context.Now),
        "rsc_expression" => HoldsResource(term, context),
        "op_expression" => HoldsOperation(term, context),
        _ => null,
    };

    private static bool HoldsResource(XElement term, RuleContext context) => context.Agent is { } agent
        && (term.Get("class") is not { } agentClass || agentClass == agent.Class)
        && (term.Get("provider") is not { } provider || provider == agent.Provider)
        && (term.Get("type") is not { } type || type == agent.Type);

    private static bool HoldsOperation(XElement term, RuleContext context) => context.Operation is { } operation
        && term.Get("name") == operation.Name
        && (term.Get("interval") is not { } interval || CibXml.Milliseconds(interval) == operation.Interval);

    private static bool HoldsExpression(XElement term, RuleContext context)
    {
        if (context.Node is null)
        {
            return false;
        }

        var attribute = term.Get("attribute") ?? "";
        for (var i = 0; i < (context.Matches?.Count ?? 0); i++)
        {
            attribute = attribute.Replace($"%{i}", context.Matches![i], StringComparison.Ordinal);
        }

        var left = context.Node.Attribute(attribute);
        var value = term.Get("value");
        var right = term.Get("value-source") switch
        {
            "param" => value is null ? null : context.Parameters?.GetValueOrDefault(value),
            "meta" => value is null ? null : context.Meta?.GetValueOrDefault(value),
            _ => value,
        };
        var operation = term.Get("operation");
        if (operation is "defined" or "not_defined")
        {
            return (operation == "defined") == (left is not null);
        }

        var order = Compare(left, right, term.Get("type"), operation);
        return operation switch
        {
            "eq" => order == 0,
            "ne" => order != 0,
            _ when left is null || right is null => false,
            "lt" => order < 0,
            "lte" => order <= 0,
            "gt" => order > 0,
            "gte" => order >= 0,
            _ => false,
        };
    }

    private static int Compare(string? left, string? right, string? type, string? operation)
    {
        if (left is null || right is null)
        {
            return left is null && right is null ? 0 : left is null ? -1 : 1;
        }

        if (type is null && operation is "lt" or "lte" or "gt" or "gte")
        {
            type = left.Contains('.', StringComparison.Ordinal) || right.Contains('.', StringComparison.Ordinal)
                ? "number" : "integer";
        }

        switch (type)
        {
            case "integer" when Integer(left) is { } a && Integer(right) is { } b:
                return a.CompareTo(b);
            case "number" when Real(left) is { } a && Real(right) is { } b:
                return a.CompareTo(b);
            case "version":
                return CompareVersions(left, right);
            default:
                return string.Compare(left, right, StringComparison.OrdinalIgnoreCase);
        }
    }

    // Whole numbers may be written with a fraction, which is cut off.
    private static long? Integer(string text) => Real(text) is { } real ? (long)real : null;

    private static double? Real(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) ? real : null;

    private static int CompareVersions(string left, string right)
    {
        var (a, b) = (left.Split('.'), right.Split('.'));
        for (var i = 0; i < Math.Max(a.Length, b.Length); i++)
        {
            var (x, y) = (i < a.Length ? CibXml.Number(a[i], 0) : 0, i < b.Length ? CibXml.Number(b[i], 0) : 0);
            if (x != y)
            {
                return x.CompareTo(y);
            }
        }

        return 0;
    }
}
