namespace Simulation.Checks;

/// <summary>Something happened that never must.</summary>
internal sealed class ViolationException(string rule, string what) : Exception($"{rule}: {what}")
{
    public string Rule { get; } = rule;
}
