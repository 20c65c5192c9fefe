using System.Diagnostics;

namespace Microkernel.Store.Tests.Etcdctl;

/// <summary>Runs Debian's etcdctl (package etcd-client).</summary>
internal static class Etcdctl
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <summary>Starts it.</summary>
    public static Process Start(string endpoint, params string[] arguments)
    {
        var info = new ProcessStartInfo("etcdctl")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        info.Environment["ETCDCTL_API"] = "3";
        info.ArgumentList.Add("--endpoints=" + endpoint);
        foreach (string argument in arguments)
            info.ArgumentList.Add(argument);
        return Process.Start(info) ?? throw new InvalidOperationException("etcdctl did not start.");
    }

    /// <summary>Runs it to its end.</summary>
    public static Task<EtcdctlResult> RunAsync(string endpoint, string input, params string[] arguments) =>
        RunAsync(endpoint, input, Deadline, arguments);

    /// <summary>Runs it to its end, which may take longer.</summary>
    public static async Task<EtcdctlResult> RunAsync(
        string endpoint, string input, TimeSpan patience, params string[] arguments)
    {
        using var process = Start(endpoint, arguments);
        using var deadline = new CancellationTokenSource(patience);
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var error = process.StandardError.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            return new EtcdctlResult(process.ExitCode, (await output).TrimEnd(), (await error).TrimEnd());
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }
}

/// <summary>What etcdctl said.</summary>
internal sealed record EtcdctlResult(int ExitCode, string Output, string Error);
