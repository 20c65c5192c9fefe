using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microkernel.Cli.Connection;
using Microkernel.Cli.Failures;

namespace Microkernel.Cli.Founding;

/// <summary>Where this host is reached.</summary>
internal static class HostAddresses
{
    private const string Expected = "HOST:PORT with commas between, as 10.0.0.1:7400,10.0.1.1:7400";

    /// <summary>Returns what was asked for, or this host's IPv4 addresses with the default port.</summary>
    /// <exception cref="CommandFailure">An address is malformed, or there is none.</exception>
    public static IReadOnlyList<string> Of(string? wanted)
    {
        if (wanted is null)
        {
            return Own() is { Count: > 0 } own
                ? own
                : throw new CommandFailure(ExitCodes.Usage, "This host has no address but 127.0.0.1: name one with --address.");
        }

        string[] addresses = [.. wanted.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(WithPort)];
        return addresses.Length > 0 ? addresses : throw CommandFailure.Usage("--address", wanted, Expected);
    }

    private static string WithPort(string address) => ServerAddress.Parse(address, "--address").EndPoint switch
    {
        IPEndPoint ip => ip.ToString(),
        DnsEndPoint dns => $"{dns.Host}:{dns.Port.ToString(CultureInfo.InvariantCulture)}",
        _ => throw CommandFailure.Usage("--address", address, Expected),
    };

    private static IReadOnlyList<string> Own() =>
    [
        .. NetworkInterface.GetAllNetworkInterfaces()
            .Where(link => link.OperationalStatus == OperationalStatus.Up
                && link.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .SelectMany(link => link.GetIPProperties().UnicastAddresses)
            .Where(unicast => unicast.Address.AddressFamily == AddressFamily.InterNetwork)
            .Select(unicast => new IPEndPoint(unicast.Address, ServerAddress.DefaultPort).ToString()).Distinct(),
    ];
}
