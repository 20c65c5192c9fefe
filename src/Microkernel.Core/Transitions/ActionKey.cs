using Microkernel.Scheduling;

namespace Microkernel.Core.Transitions;

/// <summary>Names an action across plans: the same thing wanted twice is one action.</summary>
internal readonly record struct ActionKey(ActionKind Kind, string Node, string Resource)
{
    public static ActionKey Of(PlannedAction action) => new(action.Kind, action.Node, action.Resource);

    public override string ToString() =>
        Resource.Length > 0 ? $"{Kind} {Resource} on {Node}".ToLowerInvariant() : $"{Kind} {Node}".ToLowerInvariant();
}
