using System.Diagnostics;

namespace Microkernel.Security.Tests.Cluster;

/// <summary>Runs the real programs; they are built beside these tests.</summary>
public static class Programs
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    /// <summary>Starts a program that goes on; its output goes to a file.</summary>
    public static Process Start(string program, string log, params string[] arguments)
    {
        // The shell appends to the file: a pipe would have to be read.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1", "sh", log,
            .. CommandLine(program), .. arguments]);
        return Process.Start(start)!;
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<ProgramRun> RunAsync(
        string program, IReadOnlyDictionary<string, string> variables, params string[] arguments)
    {
        string[] line = [.. CommandLine(program), .. arguments];
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in variables) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var deadline = new CancellationTokenSource(Timeout);
        var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
        var error = process.StandardError.ReadToEndAsync(deadline.Token);
        await process.WaitForExitAsync(deadline.Token);
        return new ProgramRun(process.ExitCode, await output, await error);
    }

    private static string[] CommandLine(string program) => program == "etcdctl"
        ? ["etcdctl"]
        : [Environment.ProcessPath is { } host && Path.GetFileName(host) == "dotnet" ? host : "dotnet",
            Path.Combine(AppContext.BaseDirectory, program + ".dll")];
}

/// <summary>What a program ended with.</summary>
public sealed record ProgramRun(int ExitCode, string Output, string Error)
{
    public ProgramRun Succeeded()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}: {Output} {Error}");
        return this;
    }
}
