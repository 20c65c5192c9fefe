using System.Diagnostics;
using Google.Protobuf.Collections;
using Microkernel.EndToEnd.Probing;
using Microkernel.V1;

namespace Microkernel.EndToEnd.Demo;

/// <summary>What happened after the kill: from the cluster's own events, and from the client.</summary>
public sealed class Timeline
{
    private readonly DateTimeOffset _killed;
    private readonly List<(string What, TimeSpan? After)> _rows = [];

    /// <summary>Puts the facts together.</summary>
    /// <param name="node">The node that was killed.</param>
    /// <param name="killedAt">When, by the monotonic clock, which the client shares.</param>
    /// <param name="events">Events of the cluster.</param>
    /// <param name="resources">Resources of the service, in the order in which they start.</param>
    /// <param name="answers">Answers that the client got, or did not get.</param>
    public Timeline(
        string node, long killedAt, IReadOnlyList<Event> events,
        RepeatedField<ResourceStatus> resources, IReadOnlyList<ProbeAnswer> answers)
    {
        // By the machine's clock, which all nodes share.
        _killed = TimeProvider.System.GetUtcNow() - Stopwatch.GetElapsedTime(killedAt);
        Event[] later = [.. events.Where(e => e.Time.ToDateTimeOffset() >= _killed).OrderBy(e => e.Time)];
        _rows.Add(("silent", First(later, "NodeSilent", node)));
        _rows.Add(("lost", First(later, "NodeLost", node)));
        _rows.Add(("fencing", First(later, "FencingStarted", node)));
        _rows.Add(("fenced", First(later, "FencingSucceeded", node)));
        foreach (var resource in resources)
        {
            _rows.Add((resource.Agent.Contains("IPaddr", StringComparison.Ordinal) ? "IP up" : "script up",
                Started(later, resource.Name)));
        }

        // The web server answers with its host's name.
        var last = answers.Where(a => a.Body == node).Max(a => a.Ended);
        var good = answers.Where(a => a.IsGood && a.Body != node && a.Ended > last).Min(a => (long?)a.Ended);
        _rows.Add(("first good answer", good is null ? null : Stopwatch.GetElapsedTime(killedAt, good.Value)));
        Outage = good is null ? null : Stopwatch.GetElapsedTime(last, good.Value);
    }

    /// <summary>Gets the time from the last answer of the killed host to the first of another; null for none.</summary>
    public TimeSpan? Outage { get; }

    /// <summary>Gets what was not seen.</summary>
    public IReadOnlyList<string> Missing => [.. _rows.Where(r => r.After is null).Select(r => r.What)];

    /// <summary>Returns the lines of the table, in ms after the kill.</summary>
    public IEnumerable<string> Lines() => _rows.Select(r =>
        $"{r.What,-18} {(r.After is { } after ? $"{after.TotalMilliseconds,6:0} ms" : "  not seen")}");

    private TimeSpan? First(Event[] events, string code, string node) =>
        After(events.FirstOrDefault(e => e.Code == code && e.About?.Name == node));

    private TimeSpan? Started(Event[] events, string resource) => After(events.FirstOrDefault(e =>
        e.Code == "OperationSucceeded" && e.About?.Name == resource
        && e.Facts.TryGetValue("operation", out var operation) && operation == "start"));

    private TimeSpan? After(Event? happened) => happened?.Time.ToDateTimeOffset() - _killed;
}
