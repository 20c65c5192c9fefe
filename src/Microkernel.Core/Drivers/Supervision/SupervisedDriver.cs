using Grpc.Core;
using Microkernel.Core.Drivers.Swapping;
using Microkernel.Driver;
using DriverState = Microkernel.V1.DriverState;

namespace Microkernel.Core.Drivers.Supervision;

/// <summary>Keeps one driver running, and swaps in its newer program.</summary>
internal sealed partial class SupervisedDriver
{
    private readonly DriverHost _host;
    private readonly DriverLauncher _launcher;
    private readonly DriverSwapper _swapper;
    private readonly DriverMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Action<string, TimeSpan> _ended;
    private readonly RestartBackOff _backOff;
    private DriverProcess? _process;
    private DriverProgram? _tried;
    private Task _swap = Task.CompletedTask;
    private Task<int>? _exited;
    private long? _silentSince;

    public SupervisedDriver(
        DriverManifest manifest, DriverHost host, DriverLauncher launcher, DriverSwapper swapper, DriverMetrics metrics,
        TimeProvider time, ILogger logger, Action<string, TimeSpan> ended)
    {
        (Manifest, _host, _launcher, _swapper, _metrics, _time, _logger, _ended) =
            (manifest, host, launcher, swapper, metrics, time, logger, ended);
        _backOff = new RestartBackOff(time);
    }

    /// <summary>What it is started from; may change at any time.</summary>
    public DriverManifest Manifest { get; set; }

    /// <summary>What is wrong, for people; empty when nothing is.</summary>
    public string Problem { get; private set; } = "";

    /// <summary>Does what is due; returns at once.</summary>
    public void Look(CancellationToken ct)
    {
        if (!_swap.IsCompleted) return;
        try
        {
            Find();
            if (_process is not null) Watch(ct);
            else if (_backOff.IsDue && _host.Active(Manifest.Name) is null) Start();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ToolStartException)
        {
            if (Problem != e.Message) LogProblem(_logger, Manifest.Name, e.Message);
            Problem = e.Message;
            if (_process is null && _backOff.IsDue) _backOff.Ended(Manifest);
        }
    }

    /// <summary>Finds the process, also one that an earlier core has started; clears away those that have
    /// ended.</summary>
    private void Find()
    {
        var all = DriverProcess.ReadAll(_host.Folder, Manifest.Name);
        foreach (var dead in all.Where(process => !process.IsAlive)) dead.Forget(_host.Folder);
        var living = all.Where(process => process.IsAlive).ToList();
        var acting = _host.Active(Manifest.Name)?.InstanceName;
        var found = living.FirstOrDefault(process => process.Instance == acting)
            ?? living.FirstOrDefault(process => process.Instance == _process?.Instance) ?? living.FirstOrDefault();
        if (found is null && _process is { } ended)
        {
            var code = _exited is { IsCompletedSuccessfully: true } ? $"ended with code {_exited.Result}" : "ended";
            var wait = _backOff.Ended(Manifest);
            LogEnded(_logger, Manifest.Name, ended.ProcessId, code, wait.TotalSeconds);
            _ended($"(pid {ended.ProcessId}) {code}", wait);
        }
        else if (found is not null && found.Instance != _process?.Instance)
        {
            LogFound(_logger, Manifest.Name, found.Instance, found.ProcessId);
            (_exited, _tried) = (null, found.Program);
        }
        _process = found;
    }

    private void Start()
    {
        var program = DriverProgram.Newest(Manifest);
        var before = _backOff.Restarts;
        _backOff.Started();
        if (_backOff.Restarts > before) _metrics.Restarted(Manifest.Name);
        (_process, _exited) = _launcher.Start(Manifest.Name, program, Manifest.Arguments, Manifest);
        (_tried, Problem, _silentSince) = (program, "", null);
    }

    private void Watch(CancellationToken ct)
    {
        var state = _host.Drivers.FirstOrDefault(
            driver => driver.Name == Manifest.Name && driver.InstanceName == _process!.Instance)?.State;
        if (state is DriverState.Active or DriverState.Observer) _silentSince = null;
        else _silentSince ??= _time.GetTimestamp();
        if (_silentSince is { } since && _time.GetElapsedTime(since) >= Manifest.Unresponsive)
        {
            LogUnresponsive(_logger, Manifest.Name, _process!.ProcessId, Manifest.Unresponsive.TotalSeconds);
            ProcessTable.Kill(_process.ProcessId, _process.Started);
            _silentSince = null;
            return;
        }
        var wanted = DriverProgram.Newest(Manifest);
        if (state != DriverState.Active || wanted == _tried || wanted == _process!.Program) return;
        // Looked at once: if it does not take over now, it will not by itself the next time either.
        _tried = wanted;
        if (Manifest.SwapsByItself) _swap = SwapAsync(wanted, ct);
        else LogWaitsForOperator(_logger, Manifest.Name, wanted.Path);
    }

    private async Task SwapAsync(DriverProgram wanted, CancellationToken ct)
    {
        try
        {
            var result = await _swapper.SwapAsync(
                Manifest.Name, new SwapTarget(null, wanted), Manifest, onlyNewer: true, null, ct);
            Problem = result.Swapped ? "" : $"{wanted.Path} was not swapped in: {result.Reason}";
        }
        catch (RpcException e)
        {
            // Another swap is under way: look again after it.
            _tried = null;
            LogProblem(_logger, Manifest.Name, e.Status.Detail);
        }
    }
}
