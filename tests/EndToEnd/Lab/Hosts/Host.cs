using System.Diagnostics;
using Microkernel.EndToEnd.Power;
using Microkernel.EndToEnd.Processes;
using Microkernel.EndToEnd.Site;
using Microkernel.EndToEnd.Topology;

namespace Microkernel.EndToEnd.Hosts;

/// <summary>A host of the lab, as seen and handled from outside.</summary>
public sealed class Host
{
    private readonly Lab _lab;

    internal Host(Lab lab, HostSpec spec)
    {
        _lab = lab;
        Spec = spec;
        Home = Path.Combine(lab.Directory, "hosts", spec.Name);
        foreach (var folder in (string[])["disk", "log", "services"])
        {
            System.IO.Directory.CreateDirectory(Path.Combine(Home, folder));
        }
    }

    /// <summary>Gets the description of the host.</summary>
    public HostSpec Spec { get; }

    /// <summary>Gets the name of the host.</summary>
    public string Name => Spec.Name;

    /// <summary>
    /// Gets the folder with the host's <c>disk</c>, <c>log</c> and <c>services</c>; on the host it is <c>/run/host</c>.
    /// </summary>
    public string Home { get; }

    /// <summary>Gets the power button of the host.</summary>
    public BmcClient Bmc => _lab.Bmc;

    /// <summary>Boots the host unless it is on, and starts its services.</summary>
    public Task TurnOnAsync(CancellationToken cancellationToken = default) => Bmc.TurnOnAsync(Name, cancellationToken);

    /// <summary>Gets whether any process of the host lives.</summary>
    public Task<bool> IsOnAsync(CancellationToken cancellationToken = default) =>
        Bmc.IsOnAsync(Name, cancellationToken);

    /// <summary>Kills the host at once, as a power cut does: one SIGKILL of its first process.</summary>
    /// <returns>When the signal was sent, by the monotonic clock.</returns>
    public async Task<long> KillAsync(CancellationToken cancellationToken = default)
    {
        using var first = Process.GetProcessById(await FirstProcessAsync(cancellationToken));
        var sent = Stopwatch.GetTimestamp();
        first.Kill();
        return sent;
    }

    /// <summary>Runs a command on the host, with the host's environment.</summary>
    public async Task<CommandResult> ExecuteAsync(
        IReadOnlyList<string> line, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        var result = await Command.RunAsync(await LineAsync(line, cancellationToken), null, timeout, cancellationToken);
        // The way into the host is of no interest in messages.
        return result with { Line = $"{Name}: {string.Join(' ', line)}" };
    }

    /// <summary>Starts a command on the host that the caller follows and ends.</summary>
    public async Task<Process> StartAsync(IReadOnlyList<string> line, CancellationToken cancellationToken = default) =>
        Process.Start(Command.StartInfo(await LineAsync(line, cancellationToken)))
        ?? throw new InvalidOperationException($"'{line[0]}' did not start on '{Name}'.");

    /// <summary>Returns the addresses that the host has on a network, such as <c>10.1.4.1/24</c>.</summary>
    public async Task<IReadOnlyList<string>> AddressesAsync(
        string network, CancellationToken cancellationToken = default)
    {
        string[] show = ["ip", "-4", "-oneline", "address", "show", "dev", network];
        var result = (await ExecuteAsync(show, null, cancellationToken)).EnsureSuccess();
        return [.. result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3])];
    }

    /// <summary>Returns the host's first process as this process sees it.</summary>
    public async Task<int> FirstProcessAsync(CancellationToken cancellationToken = default) =>
        _lab.Translate(await Bmc.FirstProcessAsync(Name, cancellationToken));

    private async Task<IReadOnlyList<string>> LineAsync(IReadOnlyList<string> line, CancellationToken cancellationToken)
    {
        var first = await FirstProcessAsync(cancellationToken);
        return
        [
            .. _lab.Enter(first, "--net", "--pid", "--mount", "--uts", "--ipc"),
            "env", "-i", .. HostEnvironment.Variables.Select(v => $"{v.Key}={v.Value}"), .. line,
        ];
    }
}
