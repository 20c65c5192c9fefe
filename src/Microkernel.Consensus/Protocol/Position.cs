using Microkernel.Raft.V1;

namespace Microkernel.Consensus.Protocol;

/// <summary>
/// A place in the log together with its term; ordered as logs are compared (Raft paper, section 5.4.1).
/// </summary>
internal readonly record struct Position(ulong Index, ulong Term)
{
    public static Position From(LogPosition? position) =>
        position is null ? default : new Position(position.Index, position.Term);

    public LogPosition ToMessage() => new() { Index = Index, Term = Term };

    public bool IsAtLeastAsUpToDateAs(Position other) =>
        Term > other.Term || (Term == other.Term && Index >= other.Index);
}
