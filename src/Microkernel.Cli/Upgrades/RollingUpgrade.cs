using Microkernel.Cli.Failures;
using Microkernel.V1;

namespace Microkernel.Cli.Upgrades;

/// <summary>
/// Upgrades one node after the other: each only while the cluster is well, and the next only when the last one is back
/// with all that it ran.
/// </summary>
/// <param name="status">Reads the status; null while nobody answers.</param>
/// <param name="upgrade">Has a node's core replaced.</param>
/// <param name="time">The clock.</param>
/// <param name="patience">How long a node may take to be well again.</param>
/// <param name="tell">Told what is done, a line each.</param>
internal sealed class RollingUpgrade(
    Func<CancellationToken, Task<GetStatusResponse?>> status,
    Func<string, CancellationToken, Task<UpgradeCoreResponse>> upgrade,
    TimeProvider time, TimeSpan patience, Action<string> tell)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>Upgrades the named nodes, or all, the leader last; returns them in the order in which it was
    /// done.</summary>
    /// <exception cref="CommandFailure">It stopped; the message says at which node and why.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(IReadOnlyList<string> named, CancellationToken cancellation)
    {
        var first = await status(cancellation)
            ?? throw new CommandFailure(ExitCodes.Unreachable, "No core answers.", "Name one with --server HOST:PORT.");
        var unknown = named.FirstOrDefault(name => first.Nodes.All(node => node.Name != name));
        if (unknown is not null)
        {
            throw new CommandFailure(
                ExitCodes.NotFound, $"NODE: '{unknown}': no such node.",
                $"There are {string.Join(", ", first.Nodes.Select(node => node.Name))}.");
        }

        List<string> order =
        [
            .. first.Nodes.Where(node => named.Count == 0 || named.Contains(node.Name))
                .OrderBy(node => node.Leader).ThenByDescending(node => node.Witness).ThenBy(node => node.Name)
                .Select(node => node.Name),
        ];
        foreach (var node in order)
        {
            await UpgradeAsync(node, cancellation);
        }

        return order;
    }

    private async Task UpgradeAsync(string name, CancellationToken cancellation)
    {
        var before = await WaitAsync(
            name, now => ClusterWellness.Problem(now), "is not begun: the cluster is not well", cancellation);
        var epoch = before.Nodes.Single(node => node.Name == name).CoreEpoch;
        var begun = await upgrade(name, cancellation);
        tell($"{name}: replaced by {begun.Program}, version {begun.Version} …");
        var began = time.GetTimestamp();
        await WaitAsync(
            name,
            now => ClusterWellness.NotBack(now, name, epoch) ?? ClusterWellness.Problem(now)
                ?? ClusterWellness.Disturbed(before, now),
            "did not come back well", cancellation);
        tell($"{name}: back with all that it ran, after {time.GetElapsedTime(began).TotalSeconds:0.0} s.");
    }

    private async Task<GetStatusResponse> WaitAsync(
        string node, Func<GetStatusResponse, string?> problem, string failure, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        var last = "no core answers";
        while (time.GetElapsedTime(began) < patience)
        {
            if (await status(cancellation) is { } now)
            {
                last = problem(now);
                if (last is null)
                {
                    return now;
                }
            }

            await Task.Delay(LookInterval, time, cancellation);
        }

        throw new CommandFailure(
            ExitCodes.Failed, $"The upgrade of {node} {failure}: {last}.",
            "No further node was touched. Look with 'mkctl status' and at the log of microkerneld there.");
    }
}
