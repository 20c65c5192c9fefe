using System.Diagnostics;
using System.Globalization;

namespace Microkernel.Driver.Tests.Processes;

public sealed class ToolTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_ProgramThatFails_GivesCodeAndOutputInOrder()
    {
        var result = await ShellAsync("echo one; echo two >&2; echo three; exit 7");

        Assert.Equal(7, result.ExitCode);
        Assert.False(result.TimedOut);
        Assert.Equal("one\ntwo\nthree", result.Output);
    }

    [Fact]
    public async Task Run_SeparateOutput_KeepsDataApart()
    {
        var result = await Tool.RunAsync(
            new ToolRun { Path = "/bin/sh", Arguments = ["-c", "echo data; echo noise >&2"], SeparateOutput = true },
            Cancel);

        Assert.Equal("data\n", result.StandardOutput);
        Assert.Equal("noise", result.Output);
    }

    [Fact]
    public async Task Run_Input_ArrivesWholeAndEnds()
    {
        var text = new string('x', 300_000);

        var result = await Tool.RunAsync(
            new ToolRun { Path = "/usr/bin/wc", Arguments = ["-c"], Input = text }, Cancel);

        Assert.Equal("300000", result.Output);
    }

    [Fact]
    public async Task Run_ProgramThatDoesNotReadItsInput_EndsWell()
    {
        var result = await Tool.RunAsync(
            new ToolRun { Path = "/bin/true", Input = new string('x', 300_000) }, Cancel);

        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task Run_NoInput_ReadsNothing() => Assert.Equal("0", (await ShellAsync("wc -c")).Output);

    [Fact]
    public async Task Run_Environment_IsOnlyWhatWasGiven()
    {
        var result = await Tool.RunAsync(
            new ToolRun { Path = "/usr/bin/env", Environment = new Dictionary<string, string> { ["A"] = "b c" } },
            Cancel);

        Assert.Equal("A=b c", result.Output);
    }

    [Fact]
    public async Task Run_ArgumentWithShellCharacters_ArrivesUntouched()
    {
        var result = await Tool.RunAsync(
            new ToolRun { Path = "/bin/echo", Arguments = ["$(id)", "a b", "; reboot"] }, Cancel);

        Assert.Equal("$(id) a b ; reboot", result.Output);
    }

    [Fact]
    public async Task Run_Child_HasOwnSessionAndOnlyItsThreeFiles()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();

        var result = await ShellAsync("ps -o sid= -p $$; echo $$; ls /proc/$$/fd; cd /proc/$$ && grep SigIgn status");

        var lines = result.Output.Split('\n').Select(line => line.Trim()).ToArray();
        Assert.Equal(lines[1], lines[0]);
        Assert.Equal(["0", "1", "2"], lines[2..5]);
        // glibc keeps its own two signals, 32 and 33, ignored.
        var ignored = ulong.Parse(lines[5].Split('\t')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        Assert.Equal(0ul, ignored & 0x7fff_fffful);
    }

    [Fact]
    public async Task Run_EndedBySignal_SaysSo()
    {
        var result = await ShellAsync("kill -9 $$");

        Assert.Equal(9, result.Signal);
        Assert.Equal(137, result.ExitCode);
        Assert.Equal("was ended by signal 9", result.Ending);
    }

    [Fact]
    public async Task Run_MissingProgram_SaysWhich()
    {
        var refusal = await Assert.ThrowsAsync<ToolStartException>(
            () => Tool.RunAsync(new ToolRun { Path = "/no/such/tool" }, Cancel));

        Assert.Contains("/no/such/tool", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("No such file", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OutOfTime_KillsTheWholeGroup()
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var file = _folder.File("pids");
        var running = Tool.RunAsync(
            new ToolRun
            {
                Path = "/bin/sh",
                Arguments = ["-c", $"sleep 600 & echo $! > {file}.new; echo begun; mv {file}.new {file}; sleep 601"],
            },
            deadline.Token);
        await Eventually.TrueAsync(() => File.Exists(file), "the script has begun");
        var grandchild = int.Parse(await File.ReadAllTextAsync(file, Cancel), CultureInfo.InvariantCulture);

        await deadline.CancelAsync();
        var result = await running;

        Assert.True(result.TimedOut);
        Assert.Equal(9, result.Signal);
        Assert.Equal("begun", result.Output);
        await Eventually.TrueAsync(() => !IsAlive(grandchild), "the script's own child is killed too");
    }

    [Fact]
    public async Task Run_DaemonHoldsOutput_DoesNotWaitAndDaemonLivesOn()
    {
        var file = _folder.File("written");
        var waited = Stopwatch.StartNew();

        // The daemon writes to the inherited output long after its parent has ended: by SIGPIPE it would end here.
        var result = await ShellAsync(
            $"(while ! [ -e {file}.go ]; do sleep 0.05; done; echo noise; echo noise; echo alive > {file}; "
            + "sleep 600) & echo $!; exit 0");

        Assert.Equal(0, result.ExitCode);
        Assert.True(waited.Elapsed < TimeSpan.FromSeconds(20), $"waited {waited.Elapsed}");
        var daemon = int.Parse(result.Output, CultureInfo.InvariantCulture);
        await File.WriteAllTextAsync(file + ".go", "", Cancel);
        await Eventually.TrueAsync(() => File.Exists(file), "the daemon has written and lives");
        Assert.True(IsAlive(daemon));
        Process.GetProcessById(daemon).Kill(entireProcessTree: true);
    }

    [Fact]
    public async Task Run_MuchOutput_KeepsTheLastLines()
    {
        var result = await ShellAsync("i=0; while [ $i -lt 40000 ]; do echo line $i; i=$((i+1)); done");

        Assert.EndsWith("line 39999", result.Output, StringComparison.Ordinal);
        Assert.StartsWith("line ", result.Output, StringComparison.Ordinal);
        Assert.InRange(result.Output.Length, 4000, 4096);
    }

    [Fact]
    public async Task Run_MuchData_IsCutAndSaidSo()
    {
        var result = await Tool.RunAsync(
            new ToolRun { Path = "/usr/bin/head", Arguments = ["-c", "3000000", "/dev/zero"], SeparateOutput = true },
            Cancel);

        Assert.True(result.StandardOutputCut);
        Assert.Equal(ToolRun.StandardOutputBytesMax, result.StandardOutput.Length);
    }

    [Fact]
    public async Task Run_SecretInOutput_IsMasked()
    {
        var result = await Tool.RunAsync(
            new ToolRun { Path = "/bin/echo", Arguments = ["login with hunter2 failed"], Secrets = ["hunter2"] },
            Cancel);

        Assert.Equal("login with ******** failed", result.Output);
    }

    [Fact]
    public async Task Run_ManyAtOnce_EachGetsItsOwnAnswer()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => ShellAsync($"echo {i}; exit {i % 100}")));

        for (var i = 0; i < results.Length; i++)
            Assert.Equal((i % 100, $"{i}"), (results[i].ExitCode, results[i].Output));
    }

    [Fact]
    public async Task Run_ManyTimes_LeaksNoFiles()
    {
        await ShellAsync("true");
        var before = Directory.GetFiles("/proc/self/fd").Length;

        for (var i = 0; i < 50; i++)
            await Tool.RunAsync(new ToolRun { Path = "/bin/cat", Input = "x", SeparateOutput = true }, Cancel);

        // Other tests open files at the same time, though never two for each of ours.
        Assert.InRange(Directory.GetFiles("/proc/self/fd").Length, 0, before + 60);
    }

    private static Task<ToolResult> ShellAsync(string script) =>
        Tool.RunAsync(new ToolRun { Path = "/bin/sh", Arguments = ["-c", script] }, Cancel);

    private static bool IsAlive(int pid) =>
        File.Exists($"/proc/{pid}/stat")
        && !File.ReadAllText($"/proc/{pid}/stat").Split(") ")[^1].StartsWith('Z');
}
