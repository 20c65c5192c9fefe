using Grpc.Core;
using Microkernel.Core.Configuration;
using Microkernel.Core.Membership;
using Microkernel.Core.Resources;
using Microkernel.Core.State;
using Microkernel.Core.Transitions;
using Microkernel.Driver;
using Microkernel.Node.V1;
using Microkernel.V1;
using DriverHost = Microkernel.Core.Drivers.DriverHost;

namespace Microkernel.Core.Hosting;

/// <summary>
/// Gets this core ready to be replaced by another program, and ends it: orders are finished, leadership is handed over,
/// resources and drivers are left as they are.
/// </summary>
internal sealed partial class CoreUpgrade(
    LocalNode local, DriverHost drivers, IQuorum quorum, TransitionExecutor executor, ClusterTracker tracker,
    NodeIdentity self, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<CoreUpgrade> logger)
{
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan OrdersTimeout = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan HandoverTimeout = TimeSpan.FromSeconds(10);

    // The caller's answer is on its way when the server goes down.
    private static readonly TimeSpan AnswerTime = TimeSpan.FromMilliseconds(200);

    private int _underWay;

    /// <summary>The program that goes on after this one; null when the core just ends.</summary>
    public string? Successor { get; private set; }

    /// <summary>Prepares the replacement, and begins it once the caller has been answered.</summary>
    /// <exception cref="RpcException">It cannot be; then nothing has changed.</exception>
    public async Task<UpgradeCoreResponse> BeginAsync(string program, CancellationToken ct)
    {
        if (Interlocked.Exchange(ref _underWay, 1) == 1)
            throw Refuse(StatusCode.FailedPrecondition, $"an upgrade of the core of {self.Node} is under way");
        try
        {
            var path = program.Length == 0 ? ProgramReplacement.OwnPath : program;
            var version = await CheckProgramAsync(path, ct);
            CheckQuorum();
            if (!await local.TryCloseAsync(OrdersTimeout, ct))
                throw Refuse(StatusCode.Unavailable,
                    $"orders on {self.Node} did not end within {OrdersTimeout.TotalSeconds} s");
            await HandLeadershipOverAsync(ct);
            Successor = path;
            LogReplaced(logger, self.Version, path, version);
            _ = EndAsync();
            return new UpgradeCoreResponse { Program = path, Version = version, CoreEpoch = self.CoreEpoch };
        }
        catch
        {
            local.Open();
            Interlocked.Exchange(ref _underWay, 0);
            throw;
        }
    }

    private async Task EndAsync()
    {
        await Task.Delay(AnswerTime, time);
        lifetime.StopApplication();
    }

    /// <summary>Asks the new program whether it could run with this core's settings; answers its version.</summary>
    private static async Task<string> CheckProgramAsync(string path, CancellationToken ct)
    {
        if (!Path.IsPathRooted(path))
            throw Refuse(StatusCode.InvalidArgument, $"program: got '{path}', expected an absolute path");
        if (!File.Exists(path)) throw Refuse(StatusCode.NotFound, $"program: there is no {path} on this node");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(CheckTimeout);
        ToolResult result;
        try
        {
            result = await Tool.RunAsync(
                new ToolRun
                {
                    Path = path,
                    Arguments = [.. Environment.GetCommandLineArgs()[1..], "--" + CoreProgram.CheckOption],
                    Environment = OwnEnvironment(),
                    WorkingDirectory = Environment.CurrentDirectory,
                    SeparateOutput = true,
                },
                limit.Token);
        }
        catch (ToolStartException e)
        {
            throw Refuse(StatusCode.InvalidArgument, $"program: {e.Message}");
        }
        var words = result.StandardOutput.Trim().Split(' ');
        if (result.ExitCode != 0 || words is not [CoreProgram.Name, var version, ..])
            throw Refuse(StatusCode.InvalidArgument,
                $"program: {path} does not take this core's settings (exit code {result.ExitCode}): "
                    + $"{result.Output.Trim()}");
        return version.TrimEnd(':');
    }

    private static Dictionary<string, string> OwnEnvironment()
    {
        var own = new Dictionary<string, string>();
        foreach (System.Collections.DictionaryEntry variable in Environment.GetEnvironmentVariables())
            own[(string)variable.Key] = (string?)variable.Value ?? "";
        return own;
    }

    /// <summary>Without this node the others must still decide, where there are enough of them at all.</summary>
    private void CheckQuorum()
    {
        var swap = drivers.Drivers.Select(driver => driver.Name).FirstOrDefault(drivers.IsSwapping);
        if (swap is not null)
            throw Refuse(StatusCode.FailedPrecondition,
                $"driver {swap} of {self.Node} is being replaced: wait for its end");
        var members = tracker.Current.Members;
        var others = members.Count(member => member.Key != self.Node && member.Value.State == MemberState.Online);
        if (quorum.Voters > 2 && others < quorum.Voters / 2 + 1)
            throw Refuse(StatusCode.FailedPrecondition,
                $"without {self.Node} the group would lose its quorum: only {others} of {quorum.Voters - 1} others "
                    + $"are online");
    }

    private async Task HandLeadershipOverAsync(CancellationToken ct)
    {
        if (!quorum.IsLeader || quorum.Voters < 2) return;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(HandoverTimeout);
        try
        {
            await executor.HandOverAsync(tracker.Current, limit.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw Refuse(StatusCode.Unavailable, $"no other node took the leadership over from {self.Node}");
        }
    }

    private static RpcException Refuse(StatusCode code, string message) => new(new Status(code, message));

    [LoggerMessage(1900, LogLevel.Warning,
        "This core, version {Version}, is replaced by {Program}, version {Successor}",
        EventName = "CoreReplaced")]
    private static partial void LogReplaced(ILogger logger, string version, string program, string successor);
}
