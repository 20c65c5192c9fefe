using System.Collections.Frozen;
using Microkernel.EndToEnd.Site;

namespace Microkernel.EndToEnd.Power;

/// <summary>The lab's baseboard management controller: powers hosts for whoever reaches its socket.</summary>
/// <remarks>
/// A request is a line, <c>status|on|off|reboot|pid HOST</c> or <c>list</c>; so is the answer, <c>ok ...</c> or
/// <c>error ...</c>. It runs outside of the hosts, as the real ones do, so no cut network keeps it from its work.
/// </remarks>
public sealed class BmcServer(FrozenDictionary<string, Chassis> hosts)
{
    /// <summary>Answers one request.</summary>
    public async Task<string> AnswerAsync(string request, CancellationToken cancellationToken)
    {
        var words = request.Split(' ', 2, StringSplitOptions.TrimEntries);
        var (action, name) = (words[0], words.ElementAtOrDefault(1) ?? "");
        if (action == "list")
        {
            return $"ok {string.Join(' ', hosts.Select(h => $"{h.Key}={State(h.Value)}").Order())}";
        }

        if (!hosts.TryGetValue(name, out var host))
        {
            return $"error no host '{name}', only {string.Join(", ", hosts.Keys.Order())}";
        }

        try
        {
            return await ActAsync(action, host, cancellationToken);
        }
        catch (Exception e) when (e is TimeoutException or InvalidOperationException)
        {
            return $"error {e.Message.ReplaceLineEndings(" ")}";
        }
    }

    private static async Task<string> ActAsync(string action, Chassis host, CancellationToken cancellationToken)
    {
        switch (action)
        {
            case "status":
                break;
            case "pid":
                return $"ok {host.FirstProcess}";
            case "on":
                await host.TurnOnAsync(cancellationToken);
                break;
            case "off":
                await host.TurnOffAsync(cancellationToken);
                break;
            case "reboot":
                await host.TurnOffAsync(cancellationToken);
                await host.TurnOnAsync(cancellationToken);
                break;
            default:
                return $"error unknown action '{action}', only status, on, off, reboot, pid, list";
        }

        return $"ok {State(host)}";
    }

    private static string State(Chassis host) => host.IsOn ? "on" : "off";
}
