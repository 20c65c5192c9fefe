using Microkernel.Driver.V1;

namespace Microkernel.Driver;

/// <summary>How an action on a resource ended.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="State">What the resource does now, as far as the action shows; unspecified when it does not.</param>
/// <param name="Reason">One sentence for people where the outcome is not OK.</param>
public sealed record ResourceResult(Outcome Outcome, ResourceState State, string Reason = "")
{
    /// <summary>The tool's own exit code, where there is one.</summary>
    public int ExitCode { get; init; }

    /// <summary>Last lines of the tool's output, at most 4 KiB, secrets masked.</summary>
    public string Output { get; init; } = "";

    /// <summary>Attributes of the node that the action set.</summary>
    public IReadOnlyList<AttributeChange> Attributes { get; init; } = [];
}
