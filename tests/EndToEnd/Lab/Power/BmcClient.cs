using System.Net.Sockets;

namespace Microkernel.EndToEnd.Power;

/// <summary>Asks the lab's <see cref="BmcServer"/> from outside of the lab.</summary>
/// <param name="socket">Path of its socket.</param>
public sealed class BmcClient(string socket)
{
    /// <summary>Returns whether any process of the host lives.</summary>
    public async Task<bool> IsOnAsync(string host, CancellationToken cancellationToken = default) =>
        await AskAsync($"status {host}", cancellationToken) == "on";

    /// <summary>Boots the host unless it is on.</summary>
    public Task TurnOnAsync(string host, CancellationToken cancellationToken = default) =>
        AskAsync($"on {host}", cancellationToken);

    /// <summary>Ends all of the host at once, and returns when nothing of it is left.</summary>
    public Task TurnOffAsync(string host, CancellationToken cancellationToken = default) =>
        AskAsync($"off {host}", cancellationToken);

    /// <summary>Returns the id of the host's first process as the site sees it.</summary>
    public async Task<int> FirstProcessAsync(string host, CancellationToken cancellationToken = default) =>
        int.Parse(await AskAsync($"pid {host}", cancellationToken), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Sends a request and returns the answer.</summary>
    /// <exception cref="InvalidOperationException">The BMC refused or failed.</exception>
    public async Task<string> AskAsync(string request, CancellationToken cancellationToken = default)
    {
        using var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellationToken);
        await using var stream = new NetworkStream(connection);
        await using var writer = new StreamWriter(stream) { NewLine = "\n" };
        using var reader = new StreamReader(stream);
        await writer.WriteLineAsync(request.AsMemory(), cancellationToken);
        await writer.FlushAsync(cancellationToken);
        var answer = await reader.ReadLineAsync(cancellationToken);
        return answer?.Split(' ', 2) is ["ok", var text]
            ? text
            : throw new InvalidOperationException($"The BMC answers '{answer}' to '{request}'.");
    }
}
