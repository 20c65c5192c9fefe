using System.Text.Json;

namespace Microkernel.EndToEnd.Probing;

/// <summary>One request of a client and how it ended.</summary>
/// <param name="Sent">When it began to connect, in ticks of the monotonic clock, which all namespaces share.</param>
/// <param name="Ended">When it had the whole answer or gave up, by the same clock.</param>
/// <param name="Body">The answer's body, trimmed; null when there was no good answer.</param>
/// <param name="Problem">Why there was none; null when there was.</param>
public sealed record ProbeAnswer(long Sent, long Ended, string? Body, string? Problem)
{
    /// <summary>Gets whether the answer was good: status 200, whole.</summary>
    public bool IsGood => Body is not null;

    /// <summary>Returns one line of JSON.</summary>
    public string ToLine() => JsonSerializer.Serialize(this);

    /// <summary>Reads what <see cref="ToLine"/> made.</summary>
    public static ProbeAnswer FromLine(string line) => JsonSerializer.Deserialize<ProbeAnswer>(line)!;
}
