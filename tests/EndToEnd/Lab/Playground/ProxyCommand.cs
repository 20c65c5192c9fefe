using System.CommandLine;
using System.Globalization;
using System.Net;

namespace Microkernel.EndToEnd.Playground;

/// <summary>Serves the <see cref="Proxy"/> of a lab that <c>lab up</c> left running.</summary>
public static class ProxyCommand
{
    /// <summary>Creates <c>lab proxy</c>.</summary>
    public static Command Create()
    {
        var directory = new Argument<string>("directory") { Description = "The lab's folder." };
        var targets = new Argument<string[]>("targets") { Description = "PORT=ADDRESS:PORT, as 17401=10.1.4.1:7400." };
        var command = new Command("proxy", "Make addresses of a lab reachable on loopback (started by up).")
        {
            directory, targets,
        };
        command.SetAction((parsed, token) => RunAsync(parsed.GetValue(directory)!, parsed.GetValue(targets)!, token));
        return command;
    }

    private static async Task<int> RunAsync(string directory, string[] targets, CancellationToken cancellationToken)
    {
        if (Lab.Find(directory) is not { } lab)
        {
            await Console.Error.WriteLineAsync($"No lab runs in {directory}.");
            return 1;
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var proxy = new Proxy(lab.RelaySocket);
        var serving = targets.Select(t => t.Split('=')).Select(pair => proxy.ServeAsync(
            int.Parse(pair[0], CultureInfo.InvariantCulture), IPEndPoint.Parse(pair[1]), end.Token));
        // Ends with the lab, or when it cannot listen.
        await await Task.WhenAny(serving.Append(EndOfAsync(lab, end.Token)));
        return 0;
    }

    private static async Task EndOfAsync(Lab lab, CancellationToken cancellationToken)
    {
        while (lab.IsAlive)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(500), cancellationToken);
        }
    }
}
