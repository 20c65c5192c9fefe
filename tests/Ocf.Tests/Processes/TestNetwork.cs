using System.Diagnostics;

namespace Microkernel.Drivers.Ocf.Tests.Processes;

/// <summary>A network namespace with one interface in it; gone after the test.</summary>
public sealed class TestNetwork : IDisposable
{
    public const string Interface = "svc0";

    public TestNetwork()
    {
        Run("netns", "add", Name);
        Run("-n", Name, "link", "set", "lo", "up");
        Run("-n", Name, "link", "add", Interface, "type", "veth", "peer", "name", "svc1");
        Run("-n", Name, "addr", "add", "10.99.7.1/24", "dev", Interface);
        Run("-n", Name, "link", "set", "svc1", "up");
        Run("-n", Name, "link", "set", Interface, "up");
    }

    public string Name { get; } = $"mk-ocf-{Environment.ProcessId}";

    public string Addresses() => Run("-n", Name, "-4", "addr", "show", "dev", Interface);

    public void Dispose() => Run("netns", "del", Name);

    private static string Run(params string[] arguments)
    {
        using var ip = Process.Start(
            new ProcessStartInfo("/usr/sbin/ip", arguments) { RedirectStandardOutput = true })!;
        var output = ip.StandardOutput.ReadToEnd();
        ip.WaitForExit();
        Assert.True(ip.ExitCode == 0, $"ip {string.Join(' ', arguments)}: exit code {ip.ExitCode}");
        return output;
    }
}
