using System.Net;
using System.Net.Sockets;
using System.Text;
using Microkernel.Driver;
using Microkernel.Drivers.Heartbeat.Wire;

namespace Microkernel.Drivers.Heartbeat.Configuration;

/// <summary>Checks of single fields; each refusal names the field.</summary>
internal static class FieldChecks
{
    /// <summary>Checks a name.</summary>
    /// <exception cref="Grpc.Core.RpcException">It is empty, too long or holds control characters.</exception>
    public static void Name(string field, string value)
    {
        if (value.Length == 0 || Encoding.UTF8.GetByteCount(value) > BeatNames.LongestName || value.Any(char.IsControl))
            throw DriverErrors.Invalid(
                field, value, $"a name of 1 to {BeatNames.LongestName} bytes without control characters");
    }

    /// <summary>Reads the address of one host.</summary>
    /// <exception cref="Grpc.Core.RpcException">It is none, or not one that one host can have.</exception>
    public static IPAddress Address(string field, string value)
    {
        // What inet_aton takes besides, as "10.1" or "0x7f.1", is a mistake more often than not.
        if (!IPAddress.TryParse(value, out var address)
            || (address.AddressFamily == AddressFamily.InterNetwork && address.ToString() != value))
            throw DriverErrors.Invalid(field, value, "an IPv4 or IPv6 address without a port");
        if (address.IsIPv4MappedToIPv6)
            throw DriverErrors.Invalid(field, value, $"the IPv4 address itself: {address.MapToIPv4()}");
        if (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) || address.Equals(IPAddress.Broadcast)
            || address.IsIPv6Multicast || IsIPv4Multicast(address))
            throw DriverErrors.Invalid(field, value, "the address of one host");
        return address;
    }

    /// <summary>Reads the address of a multicast group.</summary>
    /// <exception cref="Grpc.Core.RpcException">It is none, or of another family than the ring.</exception>
    public static IPAddress Group(string field, string value, IPAddress local)
    {
        var family = local.AddressFamily;
        if (!IPAddress.TryParse(value, out var address) || address.AddressFamily != family
            || !(address.IsIPv6Multicast || IsIPv4Multicast(address)))
            throw DriverErrors.Invalid(field, value, family == AddressFamily.InterNetwork
                ? "an IPv4 multicast address, 224.0.0.0 to 239.255.255.255"
                : "an IPv6 multicast address, ff00::/8");
        return address;
    }

    private static bool IsIPv4Multicast(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetwork && (address.GetAddressBytes()[0] & 0xF0) == 0xE0;
}
