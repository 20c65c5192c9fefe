namespace Microkernel.Drivers.Heartbeat.Platform;

/// <summary>How far this process is put before others.</summary>
internal sealed record PriorityOptions
{
    /// <summary>SCHED_RR priority of the thread that sends and hears beats, 1 to 99; 0 leaves it as it is.</summary>
    public int RealTimePriority { get; init; } = 50;

    /// <summary>Nice level of all other threads, -20 to 19; 0 leaves it as it is.</summary>
    /// <remarks>They collect garbage, for which the beating thread must wait.</remarks>
    public int Nice { get; init; } = -10;

    /// <summary>Whether pages, once touched, stay in memory.</summary>
    public bool LockMemory { get; init; } = true;
}
