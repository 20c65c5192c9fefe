namespace Microkernel.Model.Validation.Rules;

/// <summary>Parameters of agents.</summary>
internal static class ParameterRules
{
    /// <summary>Checks that no parameter is both plain and secret.</summary>
    public static void CheckSecretsApart(
        V1.Object o, IEnumerable<string> plain, ICollection<string> secret, string path, ProblemCollector problems)
    {
        foreach (var name in plain.Where(secret.Contains))
        {
            problems.Add(
                o, FieldNames.Join(path, name), null, "The parameter is both plain and secret", "one of the two");
        }
    }
}
