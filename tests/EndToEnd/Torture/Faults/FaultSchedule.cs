using System.Diagnostics;
using System.Globalization;

namespace Microkernel.EndToEnd.Torture.Faults;

/// <summary>Draws faults, at most two at a time, and undoes each after a while.</summary>
internal sealed class FaultSchedule(Lab lab, IReadOnlyList<TortureMember> members, int seed, Action<string> tell)
{
    private const int AtOnceMax = 2;
    private readonly Random _random = new(seed);
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Dictionary<string, Func<Task>> _undo = [];
    private readonly List<string> _happened = [];

    /// <summary>Gets what was done, a line each.</summary>
    public IReadOnlyList<string> Happened => _happened;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            if (_undo.Count < AtOnceMax && _random.Next(3) != 0)
            {
                await BeginAsync(members[_random.Next(members.Count)]);
            }
            else if (_undo.Count > 0)
            {
                await UndoAsync(_undo.Keys.ElementAt(_random.Next(_undo.Count)));
            }

            var pause = TimeSpan.FromMilliseconds(200 + _random.Next(2000));
            await Task.Delay(pause, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        foreach (var fault in _undo.Keys.ToList())
        {
            await UndoAsync(fault);
        }
    }

    private async Task BeginAsync(TortureMember member)
    {
        var name = member.Host.Name;
        var other = members.Where(one => one != member).ElementAt(_random.Next(members.Count - 1)).Host.Name;
        switch (_random.Next(8))
        {
            case 0 or 1:
                await DoAsync($"process {name}", $"kill -9 on {name}", member.KillAsync, member.StartAsync);
                break;
            case 2 or 3:
                await DoAsync($"process {name}", $"SIGSTOP on {name}", member.FreezeAsync, member.ThawAsync);
                break;
            case 4:
                await DoAsync($"process {name}", $"power cut of {name}", () => member.Host.KillAsync(), TurnOn);
                break;
            case 5:
                await DoAsync("network", $"{name} cut off", () => lab.Links.IsolateAsync(name), lab.Links.HealAsync);
                break;
            case 6:
                await DoAsync(
                    "network", $"{name} not heard by {other}",
                    () => lab.Links.CutOneWayAsync(name, other), lab.Links.HealAsync);
                break;
            default:
                await DoAsync(
                    "network", $"{name} and {other} apart",
                    () => lab.Links.CutAsync(name, other), lab.Links.HealAsync);
                break;
        }

        Task TurnOn() => member.Host.TurnOnAsync();
    }

    /// <summary>Does what can be undone, unless something alike is done already.</summary>
    private async Task DoAsync(string what, string fault, Func<Task> harm, Func<Task> undo)
    {
        if (_undo.TryAdd(what, undo))
        {
            Note(fault);
            await harm();
        }
    }

    private async Task UndoAsync(string what)
    {
        _undo.Remove(what, out var undo);
        tell($"{_watch.Elapsed.TotalSeconds,6:0.0} {what} mended");
        await undo!();
    }

    private void Note(string fault)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"{_watch.Elapsed.TotalSeconds,6:0.0} {fault}");
        _happened.Add(line);
        tell(line);
    }
}
