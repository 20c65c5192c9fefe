using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Microkernel.Consensus.Protocol;

/// <summary>Checks what must hold whatever other members do; a breach stops the member before it does harm.</summary>
internal static class Invariant
{
    public static void Holds(
        [DoesNotReturnIf(false)] bool condition,
        string rule,
        [CallerMemberName] string? member = null)
    {
        if (!condition)
        {
            throw new RaftInvariantException($"Broken rule in {member}: {rule}.");
        }
    }
}

/// <summary>Reports that a member found itself in a state that the protocol rules out.</summary>
public sealed class RaftInvariantException : Exception
{
    /// <summary>Creates the exception.</summary>
    public RaftInvariantException(string message)
        : base(message)
    {
    }
}
