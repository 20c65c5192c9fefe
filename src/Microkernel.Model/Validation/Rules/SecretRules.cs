namespace Microkernel.Model.Validation.Rules;

/// <summary>Secrets. No message repeats a value.</summary>
internal static class SecretRules
{
    private const int LengthMax = 64 * 1024;

    public static void Check(V1.Object o, ProblemCollector problems)
    {
        if (o.Secret is not { } secret)
        {
            return;
        }

        foreach (var (key, value) in secret.Values)
        {
            var path = FieldNames.Join("spec.values", key);
            if (value.Length == 0)
            {
                // An object that was read leaves its values out; applied as it is, it would empty the secret.
                problems.Add(o, path, null, "The value is empty", "the value, which no answer ever shows");
            }
            else if (value.Length > LengthMax)
            {
                problems.Add(o, path, null, "The value is too long", $"at most {LengthMax} characters");
            }
        }
    }
}
