using System.Security.Cryptography;
using System.Text;
using Microkernel.V1;

namespace Microkernel.Scheduling;

/// <summary>Tells whether a resource runs with the definition that is declared now.</summary>
public static class DefinitionDigest
{
    /// <summary>
    /// Hashes what a running instance was started with: agent, parameters and which secrets, not their values. The node
    /// that starts it records the digest; a change of it restarts the resource.
    /// </summary>
    /// <returns>32 hexadecimal digits.</returns>
    public static string Of(ResourceSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var text = new StringBuilder();
        Append(text, spec.Agent);
        foreach (var (key, value) in spec.Parameters.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            Append(text, key);
            Append(text, value);
        }

        foreach (var (key, value) in spec.SecretParameters.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            Append(text, "secret");
            Append(text, key);
            Append(text, value.Secret);
            Append(text, value.Key);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()))[..16]);
    }

    // Lengths keep "ab","c" and "a","bc" apart.
    private static void Append(StringBuilder text, string part) => text.Append(part.Length).Append(':').Append(part);
}
