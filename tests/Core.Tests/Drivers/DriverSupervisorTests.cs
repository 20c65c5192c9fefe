using System.Diagnostics;
using Microkernel.Core.Drivers.Supervision;
using Microkernel.Core.Drivers.Swapping;

namespace Microkernel.Core.Tests.Drivers;

/// <summary>Drivers that the core starts itself, as real processes.</summary>
public sealed class DriverSupervisorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mks").FullName;

    private string Versions => Path.Combine(_folder, "test");

    public void Dispose()
    {
        foreach (var process in DriverProcess.ReadAll(Path.Combine(_folder, "run"), "test"))
            ProcessTable.Kill(process.ProcessId, process.Started);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Driver_ThatEnds_IsStartedAgain()
    {
        Install("1.0.0");
        Manifest();
        await using var core = await CoreBench.StartAsync(_folder);
        var told = new List<string>();
        core.Factory.Ended += (name, reason, _) => told.Add($"{name} {reason}");
        await ActsAsync(core, "1.0.0");
        var first = core.ActingProcess;
        Kill(first);
        await Eventually.TrueAsync(() => core.ActingProcess is > 0 and var now && now != first, "another process acts");
        Assert.Contains(told, line => line.StartsWith($"test (pid {first})", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Driver_WhoseCoreEnds_LivesOnAndIsFoundByTheNextCore()
    {
        Install("1.0.0");
        Manifest();
        int process;
        string instance;
        await using (var core = await CoreBench.StartAsync(_folder))
        {
            await ActsAsync(core, "1.0.0");
            (process, instance) = (core.ActingProcess, core.Host.Active("test")!.Handshake!.InstanceId);
        }
        await using (var next = await CoreBench.StartAsync(_folder, epoch: 2))
        {
            await ActsAsync(next, "1.0.0");
            Assert.Equal((process, instance), (next.ActingProcess, next.Host.Active("test")!.Handshake!.InstanceId));
            // And it is watched over as before.
            Kill(process);
            await Eventually.TrueAsync(() => next.ActingProcess is > 0 and var now && now != process,
                "another process acts");
        }
    }

    [Fact]
    public async Task Driver_NewerVersionInItsFolder_IsSwappedInByItselfAndTheOldOneEnds()
    {
        Install("1.0.0");
        Manifest();
        await using var core = await CoreBench.StartAsync(_folder);
        await ActsAsync(core, "1.0.0");
        var old = core.ActingProcess;
        Install("1.1.0");
        await ActsAsync(core, "1.1.0");
        await Eventually.TrueAsync(() => ProcessTable.StartOf(old) is null, "the old process has ended");
        Install("1.0.5");
        await Task.Delay(500, TestContext.Current.CancellationToken);
        Assert.Equal("1.1.0", core.Host.Active("test")!.Handshake!.Version);
    }

    [Fact]
    public async Task Driver_NewerVersionAndManualSwap_WaitsForTheOperatorWhoCanAlsoGoBack()
    {
        Install("1.0.0");
        Manifest("swap: manual");
        await using var core = await CoreBench.StartAsync(_folder, automatic: false);
        await ActsAsync(core, "1.0.0");
        Install("1.1.0");
        await Task.Delay(500, TestContext.Current.CancellationToken);
        Assert.Equal("1.0.0", core.Host.Active("test")!.Handshake!.Version);
        foreach (var version in (string[])["1.1.0", "1.0.0"])
        {
            var manifest = core.Supervisor.ManifestOf("test")!;
            var result = await core.Swapper.SwapAsync(
                "test", new SwapTarget(null, DriverProgram.OfVersion(manifest, version)), manifest, onlyNewer: false,
                    null,
                TestContext.Current.CancellationToken);
            Assert.True(result.Swapped, result.Reason);
            Assert.Equal(version, core.Host.Active("test")!.Handshake!.Version);
        }
    }

    [Fact]
    public async Task Swap_ToAProgramThatEndsAtOnce_OldGoesOn()
    {
        Install("1.0.0");
        Manifest();
        await using var core = await CoreBench.StartAsync(_folder);
        await ActsAsync(core, "1.0.0");
        var before = core.ActingProcess;
        var broken = Script("broken", "exit 3");
        var result = await core.Swapper.SwapAsync(
            "test", new SwapTarget(null, DriverProgram.At(broken)), null, onlyNewer: false, null,
            TestContext.Current.CancellationToken);
        Assert.False(result.Swapped);
        Assert.Contains("code 3", result.Reason, StringComparison.Ordinal);
        Assert.Equal(before, core.ActingProcess);
    }

    [Fact]
    public void Manifest_WithAMistake_NamesFileLineFieldAndWhatWasExpected()
    {
        Manifest("memory-max: lots");
        var path = Path.Combine(_folder, "drivers.d", "test.yaml");
        var error = Assert.Throws<DriverManifestException>(() => DriverManifestReader.Read(path));
        Assert.Equal($"{path}:2: memory-max = 'lots': expected a number of bytes, KiB, MiB or GiB, as 256MiB",
            error.Message);
    }

    [Fact]
    public void Limits_InAControlGroup_AreWrittenBeforeTheProcessIsPutThere()
    {
        // A hierarchy of plain files: this kernel may have none, and the real one would limit this test.
        var mount = Directory.CreateDirectory(Path.Combine(_folder, "cgroup")).FullName;
        var group = Directory.CreateDirectory(Path.Combine(mount, "driver-test")).FullName;
        string[] files =
        [
            Path.Combine(mount, "cgroup.controllers"), Path.Combine(mount, "cgroup.subtree_control"),
            .. ((string[])["memory.max", "cpu.max", "pids.max", "cgroup.procs"]).Select(name =>
                Path.Combine(group, name)),
        ];
        foreach (var file in files) File.WriteAllText(file, "");
        var logger = new Microsoft.Extensions.Logging.Abstractions.NullLogger<ControlGroups>();
        new ControlGroups(logger, mount, "/").Limit(
            new DriverManifest
            {
                Name = "test",
                Program = "/x",
                MemoryBytesMax = 1 << 20,
                ProcessorsMax = 0.5,
                ProcessesMax = 9
            },
            4711);
        Assert.Equal(["1048576", "50000 100000", "9", "4711"], files[2..].Select(File.ReadAllText));
    }

    private static Task ActsAsync(CoreBench core, string version) => Eventually.TrueAsync(
        () => core.Host.Active("test")?.Handshake?.Version == version && core.ActingProcess > 0,
            $"version {version} acts");

    private static void Kill(int process)
    {
        using var found = Process.GetProcessById(process);
        found.Kill();
    }

    private void Install(string version)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Versions, version)).FullName;
        var program = Path.Combine(AppContext.BaseDirectory, "microkernel-driver-test");
        Script(
            Path.Combine(folder, "microkernel-driver-test"),
            $"export TEST_DRIVER_VERSION={version}\nexec {program} \"$@\" --log-level error");
    }

    private void Manifest(string more = "")
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "drivers.d")).FullName;
        File.WriteAllText(Path.Combine(folder, "test.yaml"), $"program: {Versions}\n{more}\n");
    }

    private string Script(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path + ".new", $"#!/bin/sh\n{text}\n");
        File.SetUnixFileMode(path + ".new", (UnixFileMode)0b111_101_101);
        File.Move(path + ".new", path, overwrite: true);
        return path;
    }
}
