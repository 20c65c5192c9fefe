using Microkernel.Driver.V1;

namespace Microkernel.Driver.Tests.Hosting;

public sealed class DriverHostTests
{
    [Fact]
    public async Task Handshake_ServedDriver_TellsWhoItIs()
    {
        await using var driver = await TestDriver.StartAsync(
            builder => builder.AddResources(_ => new FixedAgentClass<IResourceAgent>("test", new RecordingAgent())));

        var answer = await driver.GreetAsync();

        Assert.Equal("test", answer.Name);
        Assert.Equal(1u, answer.ProtocolVersion);
        Assert.Equal([Capability.Resources], answer.Capabilities);
        Assert.Equal(["test"], answer.AgentClasses);
        Assert.Equal(Environment.ProcessId, answer.Pid);
        Assert.NotEmpty(answer.InstanceId);
        Assert.NotEmpty(answer.Version);
    }

    [Fact]
    public async Task Socket_WhileServed_IsPrivateAndLeavesNothingBehind()
    {
        var driver = await TestDriver.StartAsync(_ => { });
        var path = driver.Host.SocketPath;
        var folder = Path.GetDirectoryName(path)!;

        Assert.Equal((UnixFileMode)0b110_110_000, File.GetUnixFileMode(path));
        Assert.Equal((UnixFileMode)0b111_101_000, File.GetUnixFileMode(folder));
        Assert.Equal([path], Directory.GetFileSystemEntries(folder));

        await driver.Host.StopAsync();
        Assert.Empty(Directory.GetFileSystemEntries(folder));
        await driver.DisposeAsync();
    }

    [Fact]
    public async Task Start_LivingProcessUnderSameName_Refused()
    {
        using var folder = new TestFolder();
        string[] args = ["--driver-dir", folder.Path, "--instance", "a"];
        await using var first = new DriverHostBuilder("test", "").Build(args);
        await using var second = new DriverHostBuilder("test", "").Build(args);
        await first.StartAsync(TestContext.Current.CancellationToken);

        var refusal = await Assert.ThrowsAsync<IOException>(
            () => second.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("another process serves here", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_StaleSocket_IsReplaced()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder.File("test"));
        var path = folder.File("test/a.sock");
        using (var dead = new System.Net.Sockets.Socket(
            System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, 0))
        {
            dead.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(folder.File("dead")));
            File.Move(folder.File("dead"), path);
        }
        await using var host = new DriverHostBuilder("test", "").Build(
            "--driver-dir", folder.Path, "--instance", "a");

        await host.StartAsync(TestContext.Current.CancellationToken);

        using var channel = DriverChannel.Dial(path);
        var health = await new DriverService.DriverServiceClient(channel).GetHealthAsync(
            new(), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(Health.Types.State.Healthy, health.Health.State);
    }

    [Theory]
    [InlineData("--driver-dir", "relative", "--driver-dir")]
    [InlineData("--instance", "../x", "--instance")]
    [InlineData("--instance", "", "--instance")]
    [InlineData("--drain-timeout", "-1", "--drain-timeout")]
    [InlineData("--nonsense", "1", "--nonsense")]
    public void Build_WrongCommandLine_NamesTheOption(string option, string value, string named)
    {
        var refusal = Assert.Throws<ArgumentException>(() => new DriverHostBuilder("test", "").Build(option, value));

        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_FolderTooDeepForASocket_SaysHowLong()
    {
        var refusal = Assert.Throws<ArgumentException>(
            () => new DriverHostBuilder("test", "").Build("--driver-dir", "/" + new string('x', 120)));

        Assert.Contains("expected at most 107", refusal.Message, StringComparison.Ordinal);
    }
}
