using System.Globalization;

namespace Microkernel.Core.Configuration;

/// <summary>One founding member of the cluster, as <c>initial-cluster</c> names it.</summary>
/// <param name="Name">Name of the node.</param>
/// <param name="Id">Member number, 1 to 64.</param>
/// <param name="Addresses">Where its core listens, <c>host:port</c>; they are tried in turn.</param>
/// <param name="IsWitness">Votes and keeps the log, runs nothing.</param>
public sealed record ClusterMember(string Name, uint Id, IReadOnlyList<string> Addresses, bool IsWitness)
{
    private const string WitnessSuffix = "!witness";
    private const string Form = "name=ID@host:port[,host:port][!witness], ID from 1 to 64";

    /// <summary>Returns the form that <see cref="Parse"/> reads.</summary>
    public override string ToString() =>
        $"{Name}={Id.ToString(CultureInfo.InvariantCulture)}@{string.Join(',', Addresses)}{(IsWitness ? WitnessSuffix : "")}";

    /// <summary>Reads <c>name=ID@host:port[,host:port][!witness]</c>.</summary>
    /// <exception cref="FormatException">The text has another form.</exception>
    public static ClusterMember Parse(string text)
    {
        var rest = text.Trim();
        var witness = rest.EndsWith(WitnessSuffix, StringComparison.Ordinal);
        if (witness) rest = rest[..^WitnessSuffix.Length];

        var equals = rest.IndexOf('=', StringComparison.Ordinal);
        var at = rest.IndexOf('@', StringComparison.Ordinal);
        if (equals < 1 || at < equals ||
            !uint.TryParse(rest[(equals + 1)..at], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ||
            id is < 1 or > 64)
            throw new FormatException($"'{text}': expected {Form}");

        var addresses = rest[(at + 1)..].Split(',', StringSplitOptions.TrimEntries);
        foreach (var address in addresses)
        {
            var colon = address.LastIndexOf(':');
            if (colon < 1 || !ushort.TryParse(address[(colon + 1)..], NumberStyles.None,
                    CultureInfo.InvariantCulture, out var port) || port == 0)
                throw new FormatException($"'{text}': address '{address}': expected host:port");
        }
        return new ClusterMember(rest[..equals], id, addresses, witness);
    }
}
