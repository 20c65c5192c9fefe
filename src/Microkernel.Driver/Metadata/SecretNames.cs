using System.Text.RegularExpressions;

namespace Microkernel.Driver;

/// <summary>Tells secrets by their names: no metadata format of agents marks them.</summary>
public static partial class SecretNames
{
    /// <summary>
    /// Tells whether a parameter of this name holds a secret itself, not a file or script that has it.
    /// </summary>
    public static bool IsSecret(string parameter) => Secret().IsMatch(parameter) && !Reference().IsMatch(parameter);

    [GeneratedRegex("passw(or)?d|passphrase|secret|api_?key|priv(ate)?_?key|^token$|_token$", RegexOptions.IgnoreCase)]
    private static partial Regex Secret();

    [GeneratedRegex("_(script|file|path|command|cmd|scope)$", RegexOptions.IgnoreCase)]
    private static partial Regex Reference();
}
