using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json;
using Microkernel.EndToEnd.Hosts;
using Microkernel.EndToEnd.Networks;
using Microkernel.EndToEnd.Power;
using Microkernel.EndToEnd.Processes;
using Microkernel.EndToEnd.Site;
using Microkernel.EndToEnd.Topology;

namespace Microkernel.EndToEnd;

/// <summary>
/// Hosts made of Linux namespaces, the networks between them and a BMC that controls their power, all on one machine
/// and with or without being root. Nothing of it shows outside, and all of it goes when the program that started it
/// ends, however that ends.
/// </summary>
public sealed class Lab : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(20);
    private readonly Dictionary<string, Host> _hosts;
    private readonly SiteProcess _site;
    private readonly Process? _launcher;

    private Lab(string directory, LabTopology topology, SiteProcess site, Process? launcher, bool keepDirectory)
    {
        (Directory, Topology, _site, _launcher, KeepDirectory) = (directory, topology, site, launcher, keepDirectory);
        // By way of /proc, as a socket's path may have 107 bytes and the directory's may have more.
        Bmc = new BmcClient($"/proc/{site.Launcher}/cwd/{SiteDaemon.BmcSocket}");
        RelaySocket = $"/proc/{site.Launcher}/cwd/{SiteDaemon.RelaySocket}";
        Links = new LinkFaults(this);
        _hosts = topology.Hosts.ToDictionary(h => h.Name, h => new Host(this, h));
    }

    /// <summary>Gets the folder of the lab: disks, logs, sockets.</summary>
    public string Directory { get; }

    /// <summary>Gets the networks and hosts.</summary>
    public LabTopology Topology { get; }

    /// <summary>Gets the controller of the hosts' power.</summary>
    public BmcClient Bmc { get; }

    /// <summary>Gets the Unix socket that connects to addresses inside; see <see cref="Relay"/>.</summary>
    public string RelaySocket { get; }

    /// <summary>Gets the means to cut networks.</summary>
    public LinkFaults Links { get; }

    /// <summary>Gets or sets whether the folder is kept when the lab ends, for its logs.</summary>
    public bool KeepDirectory { get; set; }

    /// <summary>Gets whether the lab still runs.</summary>
    public bool IsAlive => _site.IsAlive;

    /// <summary>Returns a host by its name.</summary>
    public Host this[string host] => _hosts[host];

    /// <summary>Builds a lab. Its hosts are off.</summary>
    /// <exception cref="InvalidOperationException">The machine does not allow it; the message says why.</exception>
    public static async Task<Lab> StartAsync(LabOptions options, CancellationToken cancellationToken = default)
    {
        var directory = System.IO.Directory.CreateDirectory(options.Directory).FullName;
        InstallAgents(directory);
        var topology = JsonSerializer.Serialize(options.Topology);
        await File.WriteAllTextAsync(Path.Combine(directory, SiteDaemon.TopologyFile), topology, cancellationToken);

        var line = SiteProcess.Line(options.UserNamespace, attached: !options.Detached);
        var start = new ProcessStartInfo(line[0], line.Skip(1))
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
        };
        start.Environment["PATH"] = HostEnvironment.Variables["PATH"];
        var launcher = Process.Start(start) ?? throw new InvalidOperationException("The lab did not start.");
        var site = await SiteProcess.FindAsync(launcher, directory, options.UserNamespace, cancellationToken);
        var lab = new Lab(directory, options.Topology, site, launcher, options.KeepDirectory);
        try
        {
            await lab.WaitUntilReadyAsync(cancellationToken);
            return lab;
        }
        catch
        {
            await lab.DisposeAsync();
            throw;
        }
    }

    /// <summary>Returns the detached lab in a folder; null when none runs there.</summary>
    public static Lab? Find(string directory) => SiteProcess.Load(directory) is { } site
        ? new Lab(directory, ReadTopology(directory), site, null, keepDirectory: true)
        : null;

    /// <summary>Boots all hosts of the lab that are off.</summary>
    public Task TurnOnAsync(CancellationToken cancellationToken = default) =>
        Task.WhenAll(_hosts.Values.Select(h => h.TurnOnAsync(cancellationToken)));

    /// <summary>Runs a command in the lab's own network namespace, where the switch is.</summary>
    public Task<CommandResult> ExecuteAsync(IReadOnlyList<string> line, string? input = null) =>
        Command.RunAsync([.. Enter(_site.Init, "--net"), .. line], input);

    /// <summary>Leaves a detached lab running, and lets go of it.</summary>
    public void Detach() => _launcher?.Dispose();

    /// <summary>Ends every process of the lab, waits until they are gone, and removes its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await _site.EndAsync();
        _launcher?.Dispose();
        Links.Dispose();
        if (!KeepDirectory)
        {
            System.IO.Directory.Delete(Directory, recursive: true);
        }
    }

    /// <summary>Returns the words that make a command run in namespaces of a process; nsenter(1).</summary>
    internal IReadOnlyList<string> Enter(int processId, params string[] namespaces) =>
    [
        "nsenter", $"--target={processId}", .. namespaces,
        .. _site.UserNamespace ? ["--user", "--preserve-credentials"] : Array.Empty<string>(), "--",
    ];

    /// <summary>Returns this process's id for a host's first process, given the site's id for it.</summary>
    internal int Translate(int siteProcessId) =>
        ProcFs.Processes().FirstOrDefault(pid =>
            ProcFs.NamespacedIds(pid) is [.., var id, 1] && id == siteProcessId
            && ProcFs.Parent(ProcFs.Parent(ProcFs.Parent(pid))) == _site.Init) is var found and > 0
            ? found
            : throw new InvalidOperationException("The host is off.");

    private static LabTopology ReadTopology(string directory) => JsonSerializer.Deserialize<LabTopology>(
        File.ReadAllText(Path.Combine(directory, SiteDaemon.TopologyFile)))!;

    private static void InstallAgents(string directory)
    {
        var agents = System.IO.Directory.CreateDirectory(Path.Combine(directory, "shared", "agents"));
        var agent = Path.Combine(agents.FullName, "fence_lab");
        File.Copy(LabPaths.Asset("fence_lab"), agent, overwrite: true);
        File.SetUnixFileMode(agent, File.GetUnixFileMode(agent) | UnixFileMode.UserExecute);
    }

    private async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        for (var waited = Stopwatch.StartNew(); ;)
        {
            try
            {
                await Bmc.AskAsync("list", cancellationToken);
                return;
            }
            catch (SocketException) when (waited.Elapsed < StartDeadline && _site.IsAlive)
            {
                await Task.Delay(5, cancellationToken);
            }
            catch (SocketException e)
            {
                var log = await File.ReadAllTextAsync(Path.Combine(Directory, "site.log"), cancellationToken);
                throw new InvalidOperationException($"The lab did not start: {log.Trim()}", e);
            }
        }
    }
}
