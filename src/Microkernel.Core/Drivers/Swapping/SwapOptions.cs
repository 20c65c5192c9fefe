namespace Microkernel.Core.Drivers.Swapping;

/// <summary>How long the steps of a swap may take; past that the old instance stays.</summary>
internal sealed record SwapOptions
{
    /// <summary>Until a new process serves and was greeted. Default 30 s.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For looking at one resource, at either instance. Default 60 s.</summary>
    public TimeSpan LookTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// For what the old instance has under way; meanwhile new operations wait. Default 60 s: an operation that takes
    /// longer, as a live migration, makes the swap fail and is not disturbed.
    /// </summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>For one call that the driver answers out of its memory. Default 5 s.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
