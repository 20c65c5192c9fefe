using Microkernel.EndToEnd.Hosts;
using Microkernel.EndToEnd.Processes;

namespace Microkernel.EndToEnd.Clusters;

/// <summary>A host of the lab with a core, its drivers and <c>mkctl</c> on it.</summary>
public sealed class ClusterNode
{
    private static readonly TimeSpan ClientTimeout = TimeSpan.FromSeconds(30);

    internal ClusterNode(Host host, string configuration)
    {
        Host = host;
        File.WriteAllText(Path.Combine(host.Home, "microkerneld.yaml"), configuration);
        Core = Install(ClusterPrograms.Core, "--config", "/run/host/microkerneld.yaml");
        Drivers = ClusterPrograms.Drivers.ToDictionary(driver => driver, InstallDriver);
    }

    /// <summary>Gets the host.</summary>
    public Host Host { get; }

    /// <summary>Gets the name of the node.</summary>
    public string Name => Host.Name;

    /// <summary>Gets the core.</summary>
    public HostService Core { get; }

    /// <summary>Gets the drivers by the names of their programs.</summary>
    public IReadOnlyDictionary<string, HostService> Drivers { get; }

    /// <summary>Runs <c>mkctl</c> on the node.</summary>
    public Task<CommandResult> MkctlAsync(params string[] arguments) =>
        Host.ExecuteAsync([ClusterPrograms.OnHost(ClusterPrograms.Client), .. arguments], ClientTimeout);

    private HostService InstallDriver(string driver)
    {
        // The lab's own fence agent comes after those of the distribution.
        string[] agents = driver == ClusterPrograms.FencingDriver
            ? ["--agent-dir", "/usr/sbin", "--agent-dir", "/run/lab/agents"]
            : [];
        return Install(driver, ["--driver-dir", CoreConfiguration.DriverDirectory, .. agents]);
    }

    private HostService Install(string program, params string[] arguments)
    {
        var service = new HostService(Host, program);
        service.Install([ClusterPrograms.OnHost(program), .. arguments]);
        return service;
    }
}
