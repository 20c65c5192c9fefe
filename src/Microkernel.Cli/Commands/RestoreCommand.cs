using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using Microkernel.Cli.CommandLine;
using Microkernel.Cli.Failures;

namespace Microkernel.Cli.Commands;

/// <summary>
/// <c>mkctl restore</c>: begins a new cluster with what a backup holds. The daemon's own program does it, which knows the
/// node's settings; no server is asked.
/// </summary>
internal sealed class RestoreCommand : ClusterCommand
{
    private const string Daemon = "microkerneld";
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    private readonly Argument<string> _file = new("FILE") { Description = "The backup." };
    private readonly Option<string> _config = new("--config")
    {
        Description = "The daemon's settings.",
        HelpName = "YAML",
        DefaultValueFactory = _ => "/etc/microkernel/microkerneld.yaml",
    };

    private readonly Option<string?> _token = new("--token")
    {
        Description = "What tells the new cluster from the old one, the same on each node; needed when the same backup is "
            + "restored again.",
    };

    private readonly Option<string?> _program = new("--microkerneld")
    {
        Description = "The daemon's program. Default: the one beside mkctl, or else on the PATH.",
        HelpName = "PATH",
    };

    /// <summary>Creates the command.</summary>
    public RestoreCommand(CommandEnvironment environment)
        : base("restore", "Begin a new cluster with what a backup holds; run on each node, with the daemon stopped.",
            environment)
    {
        Add(_file);
        Add(_config);
        Add(_token);
        Add(_program);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("mkctl restore /var/backups/vmcluster.mkb", "On each node; then start microkerneld on each."),
    ];

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(CommandSession session, CancellationToken cancellation)
    {
        var info = new ProcessStartInfo(session.Value(_program) ?? BesideThis() ?? Daemon)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.ArgumentList.Add("restore");
        info.ArgumentList.Add(Path.GetFullPath(session.Value(_file)));
        info.ArgumentList.Add("--config");
        info.ArgumentList.Add(session.Value(_config)!);
        if (session.Value(_token) is { } token)
        {
            info.ArgumentList.Add("--token");
            info.ArgumentList.Add(token);
        }

        using var process = Start(info);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(Deadline);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var error = process.StandardError.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            if (process.ExitCode != 0)
            {
                throw new CommandFailure(ExitCodes.Failed, (await error).Trim());
            }

            session.Out.Write(await output);
            return ExitCodes.Ok;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static string? BesideThis()
    {
        var path = Path.Combine(AppContext.BaseDirectory, Daemon);
        return File.Exists(path) ? path : null;
    }

    private static Process Start(ProcessStartInfo info)
    {
        try
        {
            return Process.Start(info)!;
        }
        catch (Win32Exception e)
        {
            throw new CommandFailure(
                ExitCodes.Failed, $"{info.FileName} cannot be started: {e.Message}; nothing was done.",
                "Name the daemon's program with --microkerneld.");
        }
    }
}
