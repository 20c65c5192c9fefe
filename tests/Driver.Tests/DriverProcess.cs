using System.Diagnostics;
using Grpc.Net.Client;
using Microkernel.Driver.V1;

namespace Microkernel.Driver.Tests;

/// <summary>A driver's own program, as it runs on a host, with a core's connection to it.</summary>
public sealed class DriverProcess : IAsyncDisposable
{
    private readonly GrpcChannel _channel;

    private DriverProcess(Process process, string socket)
    {
        Process = process;
        Socket = socket;
        _channel = DriverChannel.Dial(socket);
        Driver = new DriverService.DriverServiceClient(_channel);
        Resources = new ResourceService.ResourceServiceClient(_channel);
        Fencing = new FencingService.FencingServiceClient(_channel);
    }

    public Process Process { get; }

    public string Socket { get; }

    public DriverService.DriverServiceClient Driver { get; }

    public ResourceService.ResourceServiceClient Resources { get; }

    public FencingService.FencingServiceClient Fencing { get; }

    /// <summary>Resident memory in bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            Process.Refresh();
            return Process.WorkingSet64;
        }
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Starts a driver, greets it and makes it active under a generation.</summary>
    /// <param name="name">Name of the driver; its program is microkernel-driver-NAME beside the tests.</param>
    /// <param name="folder">The driver directory.</param>
    /// <param name="netns">Network namespace to start it in; null for this one.</param>
    /// <param name="generation">Generation to activate it under.</param>
    /// <param name="arguments">More arguments.</param>
    public static async Task<DriverProcess> StartAsync(
        string name, string folder, string? netns = null, ulong generation = 1, params string[] arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "microkernel-driver-" + name);
        var start = new ProcessStartInfo(netns is null ? program : "/usr/sbin/ip");
        if (netns is not null)
            Add(start, ["netns", "exec", netns, program]);
        Add(start, ["--driver-dir", folder, "--instance", $"g{generation}", .. arguments]);
        var process = Process.Start(start)!;
        var socket = Path.Combine(folder, name, $"g{generation}.sock");
        await Eventually.TrueAsync(
            () => File.Exists(socket) || process.HasExited, $"{program} serves on {socket}", seconds: 60);
        Assert.False(process.HasExited, $"{program} has ended");
        var driver = new DriverProcess(process, socket);
        await driver.Driver.HandshakeAsync(
            new HandshakeRequest { Cluster = "c", Node = "n1", CoreEpoch = 1, ProtocolVersions = { 1 } },
            cancellationToken: Cancel);
        await driver.Driver.ActivateAsync(
            new ActivateRequest { Generation = generation, Activation = Activation.Active }, cancellationToken: Cancel);
        return driver;
    }

    public async Task<ExecuteResponse> ExecuteAsync(ExecuteRequest request) =>
        await Resources.ExecuteAsync(request, cancellationToken: Cancel);

    /// <summary>Ends it by SIGTERM and gives its exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        using var kill = Process.Start("/bin/kill", ["-TERM", $"{Process.Id}"]);
        await Process.WaitForExitAsync(Cancel);
        return Process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        if (!Process.HasExited)
        {
            Process.Kill();
            await Process.WaitForExitAsync(CancellationToken.None);
        }
        Process.Dispose();
    }

    private static void Add(ProcessStartInfo start, IEnumerable<string> arguments)
    {
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
    }
}
