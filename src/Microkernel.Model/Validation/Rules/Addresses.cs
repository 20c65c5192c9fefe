using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace Microkernel.Model.Validation.Rules;

/// <summary>Reads IP addresses as operators mean them.</summary>
internal static class Addresses
{
    public const string Expected = "an IPv4 or IPv6 address without a port, as 10.20.1.1 or fd00::1";

    /// <summary>
    /// Reads an address; the short and octal forms that <see cref="IPAddress"/> takes, as "10.1", are refused.
    /// </summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out IPAddress? address)
    {
        if (!IPAddress.TryParse(text, out address) || text.Contains('[', StringComparison.Ordinal))
        {
            return false;
        }

        return address.AddressFamily != AddressFamily.InterNetwork || address.ToString() == text;
    }
}
