using System.Diagnostics;
using Microkernel.EndToEnd.Processes;

namespace Microkernel.EndToEnd.Tests.Laboratory;

public sealed class CleanupTests : LabTest
{
    [Fact]
    public async Task Lab_Disposed_NoProcessAndNoFolderIsLeft()
    {
        var lab = await StartLabAsync();
        await lab.TurnOnAsync(Cancellation);
        var first = await lab["vapp2"].FirstProcessAsync(Cancellation);

        await lab.DisposeAsync();

        Assert.Null(ProcFs.StartTime(first));
        Assert.False(Directory.Exists(lab.Directory));
    }

    [Fact]
    public async Task Lab_ItsProgramKilled_EverythingEnds()
    {
        var missing = await LabRequirements.MissingAsync();
        Assert.SkipWhen(missing is not null, missing ?? "");
        var options = new LabOptions();
        using var program = Process.Start(
            Command.StartInfo([LabPaths.DotNet, LabPaths.Program, "boot", options.Directory]))!;
        Assert.Equal(BootCommand.UpLine, await program.StandardOutput.ReadLineAsync(Cancellation));
        var first = await Lab.Find(options.Directory)!["vapp1"].FirstProcessAsync(Cancellation);

        program.Kill();

        await EventuallyAsync(() => Task.FromResult(Lab.Find(options.Directory) is null), "the lab gone");
        Assert.Null(ProcFs.StartTime(first));
        Directory.Delete(options.Directory, recursive: true);
    }

    [Fact]
    public async Task Lab_Detached_OutlivesItsHandleAndCanBeEnded()
    {
        var missing = await LabRequirements.MissingAsync();
        Assert.SkipWhen(missing is not null, missing ?? "");
        var options = new LabOptions { Detached = true, KeepDirectory = true };
        var lab = await Lab.StartAsync(options, Cancellation);
        await lab["vapp1"].TurnOnAsync(Cancellation);
        lab.Detach();

        var found = Lab.Find(options.Directory);
        Assert.NotNull(found);
        Assert.True(await found.Bmc.IsOnAsync("vapp1", Cancellation));
        await found.DisposeAsync();

        Assert.Null(Lab.Find(options.Directory));
        Directory.Delete(options.Directory, recursive: true);
    }
}
