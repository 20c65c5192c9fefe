namespace Microkernel.EndToEnd.Torture;

/// <summary>Says how long and how hard.</summary>
public sealed record TortureOptions
{
    /// <summary>Gets how long faults and clients go on. Default: one minute.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Gets how many clients ask at the same time. From 1 to 50; default: 8.</summary>
    public int Clients { get; init; } = 8;

    /// <summary>Gets how many keys they share. Default: 8.</summary>
    public int Keys { get; init; } = 8;

    /// <summary>Gets how long a client waits for an answer. Default: one second.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets the longest pause of a client between two requests. Default: 20 ms.</summary>
    public TimeSpan ThinkTimeMax { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Gets what faults and requests are drawn from; their moments still differ from run to run.</summary>
    public int Seed { get; init; } = 1;
}
