namespace Microkernel.Consensus;

/// <summary>Reports a membership change that does not fit the current membership; nothing was changed.</summary>
public sealed class InvalidMembershipChangeException : Exception
{
    /// <summary>Creates the exception.</summary>
    public InvalidMembershipChangeException(string message)
        : base(message)
    {
    }
}
