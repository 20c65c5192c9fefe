namespace Grpc.Core;

/// <summary>Says what a call made while serving another inherits from it.</summary>
public class ContextPropagationOptions
{
    /// <summary>Everything is inherited.</summary>
    public static readonly ContextPropagationOptions Default = new();

    /// <summary>Creates options.</summary>
    public ContextPropagationOptions(bool propagateDeadline = true, bool propagateCancellation = true)
    {
        IsPropagateDeadline = propagateDeadline;
        IsPropagateCancellation = propagateCancellation;
    }

    /// <summary>Gets whether the deadline is inherited.</summary>
    public bool IsPropagateDeadline { get; }

    /// <summary>Gets whether cancellation is inherited.</summary>
    public bool IsPropagateCancellation { get; }
}
