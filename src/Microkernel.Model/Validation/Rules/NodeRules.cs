namespace Microkernel.Model.Validation.Rules;

/// <summary>Member numbers.</summary>
internal static class NodeRules
{
    private const uint IdMax = 64;

    public static void Check(V1.Object o, ProblemCollector problems)
    {
        if (o.Node is { Id: > IdMax } node)
        {
            problems.Add(o, "spec.id", $"{node.Id}", "Out of range", $"1 to {IdMax}, or 0 to leave it as it is");
        }
    }
}
