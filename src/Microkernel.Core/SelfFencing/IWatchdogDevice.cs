namespace Microkernel.Core.SelfFencing;

/// <summary>A watchdog: once opened it resets the machine unless it is fed.</summary>
internal interface IWatchdogDevice : IDisposable
{
    /// <summary>What drives it, as the kernel names it.</summary>
    string Identity { get; }

    /// <summary>The machine is reset this long after it was last fed.</summary>
    TimeSpan Timeout { get; }

    /// <summary>Starts its time anew.</summary>
    /// <exception cref="IOException">The device does not take it.</exception>
    void Feed();

    /// <summary>Stops it. Disposing without this leaves it running.</summary>
    /// <exception cref="IOException">The device does not take it.</exception>
    void Disarm();
}
