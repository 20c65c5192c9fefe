namespace Microkernel.Conformance.Tests;

/// <summary>Every driver that comes with Microkernel keeps to the protocol.</summary>
public sealed class OwnDriversTests
{
    [Fact]
    public async Task Heartbeat_Verified_KeepsToTheProtocol()
    {
        await using var driver = await StartAsync("heartbeat", "--realtime-priority", "0", "--nice", "0");
        AssertConforms(await driver.VerifyAsync(),
            sections: ["Socket", "Handshake", "State stream", "Heartbeat", "Drain"]);
    }

    [Fact]
    public async Task Fencing_Verified_KeepsToTheProtocol()
    {
        await using var driver = await StartAsync("fencing");
        AssertConforms(
            await driver.VerifyAsync("fence:null"),
                sections: ["Fencing orders", "Fencing operations", "Secrets", "Drain"]);
    }

    [Fact]
    public async Task Ocf_Verified_KeepsToTheProtocol()
    {
        const string Dummy = "/usr/lib/ocf/resource.d/heartbeat/Dummy";
        Assert.SkipUnless(File.Exists(Dummy), "resource-agents is not installed");
        await using var driver = await StartAsync("ocf");
        AssertConforms(
            await driver.VerifyAsync("ocf:heartbeat:Dummy"),
            sections: ["Resource orders", "Resource operations", "Validation", "Adoption", "Secrets", "Drain"]);
    }

    [Fact]
    public async Task Sample_Verified_KeepsToTheProtocol()
    {
        var pids = Directory.CreateTempSubdirectory("mkp");
        await using var driver = await StartAsync("process", "--pid-dir", pids.FullName);
        AssertConforms(
            await driver.VerifyAsync("process:daemon", ("program", "/bin/sleep"), ("arguments", "3600")),
            sections: ["Resource orders", "Resource operations", "Validation", "Adoption", "Secrets", "Drain"]);
        pids.Delete(recursive: true);
    }

    /// <summary>Nothing fails, and in these sections nearly everything was really seen.</summary>
    internal static void AssertConforms(IReadOnlyList<CheckResult> results, string[] sections)
    {
        Assert.DoesNotContain(results, result => result.Outcome == CheckOutcome.Failed);
        foreach (var section in sections)
            Assert.Contains(results, result => result.Section == section && result.Outcome == CheckOutcome.Passed);
        Assert.True(
            results.Count(result => result.Outcome == CheckOutcome.Passed) >= 40,
                "too few checks were made to say anything");
    }

    private static Task<DriverUnderTest> StartAsync(string name, params string[] arguments) =>
        DriverUnderTest.StartAsync(name, Path.Combine(AppContext.BaseDirectory, "microkernel-driver-" + name),
            arguments);
}
