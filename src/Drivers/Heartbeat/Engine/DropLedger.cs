using Microkernel.Drivers.Heartbeat.Wire;

namespace Microkernel.Drivers.Heartbeat.Engine;

/// <summary>Counts what was dropped, by reason, and when it last happened.</summary>
internal sealed class DropLedger
{
    private static readonly int Reasons = Enum.GetValues<DropReason>().Length;

    private readonly long[] _counts = new long[Reasons];
    private readonly TimeSpan[] _last = new TimeSpan[Reasons];

    /// <summary>Version of the last datagram whose version is not ours.</summary>
    public byte OtherVersion { get; set; }

    /// <summary>How many were dropped for this reason.</summary>
    public long Count(DropReason reason) => _counts[(int)reason];

    /// <summary>Counts one.</summary>
    public void Add(DropReason reason, TimeSpan now)
    {
        _counts[(int)reason]++;
        _last[(int)reason] = now;
    }

    /// <summary>Whether one was dropped for this reason within the time before now.</summary>
    public bool Recent(DropReason reason, TimeSpan now, TimeSpan within) =>
        _counts[(int)reason] > 0 && now - _last[(int)reason] <= within;
}
