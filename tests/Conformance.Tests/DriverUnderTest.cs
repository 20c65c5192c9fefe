using System.Diagnostics;

namespace Microkernel.Conformance.Tests;

/// <summary>A driver's own program in a folder of its own, as an author starts it to test it.</summary>
internal sealed class DriverUnderTest : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _folder;

    private DriverUnderTest(Process process, string folder, string socket) =>
        (_process, _folder, Socket) = (process, folder, socket);

    public string Socket { get; }

    /// <summary>Starts a program and waits for its socket.</summary>
    public static async Task<DriverUnderTest> StartAsync(string name, string program, params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("mkv").FullName;
        var start = new ProcessStartInfo(program);
        foreach (var argument in (string[])[.. arguments, "--driver-dir", folder, "--instance", "a"])
            start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        var socket = Path.Combine(folder, name, "a.sock");
        var waited = Stopwatch.StartNew();
        while (!File.Exists(socket))
        {
            Assert.False(process.HasExited, $"{program} has ended with {(process.HasExited ? process.ExitCode : 0)}");
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(60), $"{program} does not serve on {socket}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
        return new DriverUnderTest(process, folder, socket);
    }

    /// <summary>Runs the suite and writes it down as `mkctl driver verify` does.</summary>
    public async Task<IReadOnlyList<CheckResult>> VerifyAsync(
        string? agent = null, params (string Name, string Value)[] parameters)
    {
        var options = new ConformanceOptions
        {
            Agent = agent,
            Parameters = parameters.ToDictionary(pair => pair.Name, pair => pair.Value),
        };
        var results = new List<CheckResult>();
        await foreach (var result in ConformanceSuite.RunAsync(Socket, options, TestContext.Current.CancellationToken))
        {
            results.Add(result);
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"{result.Outcome,-7} {result.Section}: {result.Sentence} {result.Detail}");
        }
        return results;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
