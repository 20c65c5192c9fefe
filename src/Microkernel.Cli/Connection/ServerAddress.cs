using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microkernel.Cli.Failures;

namespace Microkernel.Cli.Connection;

/// <summary>Where a core listens.</summary>
/// <param name="Text">As it is shown: <c>unix:///run/microkernel/core.sock</c> or <c>host:7400</c>.</param>
/// <param name="EndPoint">What to connect to.</param>
internal sealed record ServerAddress(string Text, EndPoint EndPoint)
{
    /// <summary>Port of the API where none is named.</summary>
    public const int DefaultPort = 7400;

    private static readonly string[] Schemes = ["https://", "http://"];

    private const string Expected = "unix:///PATH, HOST or HOST:PORT";

    /// <summary>Gets the socket of the core on this host.</summary>
    public static ServerAddress Default { get; } = Unix("/run/microkernel/core.sock");

    /// <summary>Reads a list with commas between.</summary>
    /// <param name="text">The list.</param>
    /// <param name="source">Where it comes from, as <c>--server</c>, for the message.</param>
    /// <exception cref="CommandFailure">An address is malformed.</exception>
    public static IReadOnlyList<ServerAddress> ParseList(string text, string source)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 0
            ? throw CommandFailure.Usage(source, text, Expected)
            : [.. parts.Select(part => Parse(part, source))];
    }

    /// <summary>Reads one address.</summary>
    /// <exception cref="CommandFailure">It is malformed.</exception>
    public static ServerAddress Parse(string text, string source)
    {
        if (text.StartsWith("unix:", StringComparison.Ordinal) || text.StartsWith('/'))
        {
            var path = text.StartsWith('/') ? text : text["unix:".Length..];
            path = path.StartsWith("//", StringComparison.Ordinal) ? path[2..] : path;
            return path.Length > 1 ? Unix(path) : throw CommandFailure.Usage(source, text, Expected);
        }

        var scheme = Schemes.FirstOrDefault(
            s => text.StartsWith(s, StringComparison.OrdinalIgnoreCase));
        var rest = scheme is null ? text : text[scheme.Length..].TrimEnd('/');
        if (rest.Length > 0 && rest.All(c => !char.IsWhiteSpace(c) && c is not ('/' or '@' or '?' or '#'))
            && TrySplit(rest, out var host, out var port))
        {
            var shown = host.Contains(':', StringComparison.Ordinal) ? $"[{host}]:{port}" : $"{host}:{port}";
            return IPAddress.TryParse(host, out var address)
                ? new ServerAddress(shown, new IPEndPoint(address, port))
                : new ServerAddress(shown, new DnsEndPoint(host, port));
        }

        throw CommandFailure.Usage(source, text, Expected);
    }

    private static ServerAddress Unix(string path)
    {
        try
        {
            return new ServerAddress($"unix://{path}", new UnixDomainSocketEndPoint(path));
        }
        catch (ArgumentOutOfRangeException)
        {
            throw CommandFailure.Usage("server", path, "the path of a socket, of at most 107 bytes");
        }
    }

    private static bool TrySplit(string text, out string host, out int port)
    {
        (host, port) = (text, DefaultPort);
        var colon = text.LastIndexOf(':');
        if (IPAddress.TryParse(text, out var whole) && whole.AddressFamily == AddressFamily.InterNetworkV6
            && !text.StartsWith('['))
        {
            return true;
        }

        if (colon > text.LastIndexOf(']'))
        {
            if (!int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port)
                || port is < 1 or > 65535)
            {
                return false;
            }

            host = text[..colon];
        }

        host = host.Trim('[', ']');
        return host.Length > 0
            && (!host.Contains(':', StringComparison.Ordinal) || IPAddress.TryParse(host, out _));
    }
}
