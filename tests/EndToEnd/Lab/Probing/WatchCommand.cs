using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;

namespace Microkernel.EndToEnd.Probing;

/// <summary>Looks, from inside a host, at whether the host runs the service: no network is needed for that.</summary>
public static class WatchCommand
{
    /// <summary>Creates <c>lab watch</c>.</summary>
    public static Command Create()
    {
        var address = new Argument<string>("address") { Description = "The service's address, such as 10.1.4.150." };
        var port = new Argument<int>("port") { Description = "The service's port." };
        var interval = new Option<int>("--interval-ms")
        {
            Description = "Milliseconds from one look to the next.",
            DefaultValueFactory = _ => 5,
        };
        var command = new Command("watch", "Print, again and again, whether this host runs a service.")
        {
            address, port, interval,
        };
        command.SetAction((parsed, token) => RunAsync(
            IPAddress.Parse(parsed.GetValue(address)!),
            parsed.GetValue(port),
            TimeSpan.FromMilliseconds(parsed.GetValue(interval)),
            token));
        return command;
    }

    private static async Task RunAsync(
        IPAddress address, int port, TimeSpan interval, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(interval);
        do
        {
            Console.WriteLine(new ServiceSample(Stopwatch.GetTimestamp(), HasAddress(address), Listens(port)).ToLine());
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private static bool HasAddress(IPAddress address) => NetworkInterface.GetAllNetworkInterfaces()
        .SelectMany(n => n.GetIPProperties().UnicastAddresses)
        .Any(a => a.Address.Equals(address));

    // proc(5), /proc/net/tcp: local address and port in hexadecimal, state 0A is LISTEN.
    private static bool Listens(int port)
    {
        var suffix = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        return File.ReadLines("/proc/net/tcp").Skip(1)
            .Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Any(fields => fields[1].EndsWith(suffix, StringComparison.Ordinal) && fields[3] == "0A");
    }
}
