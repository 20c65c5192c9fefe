using System.Reflection;
using Microkernel.Core.Configuration;

namespace Microkernel.Core.Hosting;

/// <summary>Finds out who this core is.</summary>
internal static class NodeIdentityFactory
{
    public static NodeIdentity Create(CoreOptions options) => new(
        options.Cluster, options.Node, Guid.NewGuid().ToString("N")[..12], CoreEpoch.Raise(options.DataDirectory),
        Version, ReadBootId());

    /// <summary>Version of the software.</summary>
    public static string Version { get; } =
        typeof(NodeIdentityFactory).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            ?.InformationalVersion.Split('+')[0] ?? "unknown";

    /// <summary>random(4): a new one at each boot. Missing in some containers; then nothing is concluded from it.</summary>
    private static string ReadBootId()
    {
        const string Path = "/proc/sys/kernel/random/boot_id";
        return File.Exists(Path) ? File.ReadAllText(Path).Trim() : "";
    }
}
