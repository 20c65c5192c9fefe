using Microkernel.Fuzz.Targets;

namespace Microkernel.Fuzz;

/// <summary>Every parser that takes bytes from outside.</summary>
public static class FuzzTargets
{
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        .. NetworkTargets.All, .. StorageTargets.All, .. FileTargets.All, .. SecurityTargets.All,
    ];
}
