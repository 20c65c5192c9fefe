using System.Security;
using System.Security.Cryptography;
using System.Text;
using Microkernel.Scheduling.Engine;
using Microkernel.Simulation.Cib;

namespace Microkernel.Simulation.History;

/// <summary>Tells whether an operation was done with other parameters than those that are configured now.</summary>
internal static class DefinitionDigests
{
    public static bool Differ(CibWorld world, Resource resource, OperationRecord operation)
    {
        if (!world.Primitives.TryGetValue(resource.ConfiguredId, out var configuration) || resource.Orphan)
        {
            return false;
        }

        // Saved states leave secrets out, so only the rest can be compared.
        if (operation.Element.Get("op-secure-digest") is { } open
            && operation.Element.Get("op-secure-params") is { } list)
        {
            var secrets = list.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
            if (open == Of(configuration.Parameters.Where(p => !secrets.Contains(p.Key))))
            {
                return false;
            }
        }

        // Agents that can reload say which parameters need a restart.
        if (operation.Element.Get("op-restart-digest") is { } restart
            && operation.Element.Get("op-force-restart") is { } names)
        {
            var needed = names.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
            return restart != Of(configuration.Parameters.Where(p => needed.Contains(p.Key)));
        }

        return operation.Interval == 0 && operation.Element.Get("op-digest") is { } digest
            && digest != Of(configuration.Parameters);
    }

    // The form in which Pacemaker writes digests into its history; MD5 is no matter of security here.
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5351", Justification = "Pacemaker's format")]
    private static string Of(IEnumerable<KeyValuePair<string, string>> parameters)
    {
        var text = new StringBuilder(" <parameters");
        foreach (var (name, value) in parameters.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            text.Append(' ').Append(name).Append("=\"").Append(SecurityElement.Escape(value)).Append('"');
        }

        return Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text.Append("/>\n").ToString())));
    }
}
