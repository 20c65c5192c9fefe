namespace Microkernel.Drivers.Heartbeat.Detection;

/// <summary>Remembers which of a link's last 128 sequence numbers were heard: against replay, and for loss.</summary>
/// <remarks>The anti-replay window of RFC 4303, 3.4.3, wide enough to read the loss ratio from it.</remarks>
internal struct SequenceWindow
{
    /// <summary>How many sequence numbers back it reaches.</summary>
    public const int Width = 128;

    // Bit i stands for _highest - i.
    private UInt128 _heard;
    private ulong _highest;
    private ulong _first;

    /// <summary>Whether this number could be new: not heard before and not older than the window.</summary>
    public readonly bool CouldBeNew(ulong sequence)
    {
        if (sequence > _highest)
            return true;
        var age = _highest - sequence;
        return age < Width && sequence != 0 && (_heard >> (int)age & 1) == 0;
    }

    /// <summary>Takes a number whose datagram was authentic; false when it was heard before or is too old.</summary>
    public bool Accept(ulong sequence)
    {
        if (sequence == 0 || !CouldBeNew(sequence))
            return false;
        if (_highest == 0)
        {
            // What came before the first number that was proven fresh may be a replay: taken as heard.
            _first = sequence;
            _highest = sequence;
            _heard = UInt128.MaxValue;
        }
        else if (sequence > _highest)
        {
            var ahead = sequence - _highest;
            _heard = ahead >= Width ? UInt128.One : _heard << (int)ahead | UInt128.One;
            _highest = sequence;
        }
        else
        {
            _heard |= UInt128.One << (int)(_highest - sequence);
        }
        return true;
    }

    /// <summary>Share of beats lost among the last ones, counting those that should have come since as lost.</summary>
    /// <param name="overdue">Beats that should have come since the last one that was heard.</param>
    public readonly double LossRatio(long overdue)
    {
        if (_highest == 0)
            return 0;
        var late = (int)Math.Clamp(overdue, 0, Width);
        var known = (int)Math.Min(_highest - _first + 1, (ulong)(Width - late));
        if (known + late == 0)
            return 0;
        var mask = known == 0 ? UInt128.Zero : UInt128.MaxValue >> (Width - known);
        var heard = (int)(ulong)UInt128.PopCount(_heard & mask);
        return (double)(known - heard + late) / (known + late);
    }
}
