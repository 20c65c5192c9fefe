namespace Microkernel.Core.Drivers.Swapping;

/// <summary>Hands the rings from one heartbeat driver to another so that no node falls silent.</summary>
internal interface IHeartbeatHandover
{
    /// <summary>
    /// Configures the new instance beside the old one and waits until it hears every peer that the old one hears; from
    /// then on the core listens to it.
    /// </summary>
    /// <returns>For people: who is heard.</returns>
    /// <exception cref="SwapFailedException">It does not hear them in time; the rings are the old one's to take
    /// back.</exception>
    Task<string> HandOverAsync(DriverConnection old, DriverConnection successor, CancellationToken ct);

    /// <summary>Configures the old instance anew, under its new generation, after a handover that failed.</summary>
    Task TakeBackAsync(DriverConnection old, CancellationToken ct);
}
