namespace Microkernel.Consensus;

/// <summary>Reports that a proposal or a read did not succeed.</summary>
public abstract class ProposalException : Exception
{
    private protected ProposalException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>True: it had no effect and never will. False: it may have, now or later.</summary>
    public abstract bool IsSurelyNotApplied { get; }
}

/// <summary>There is no leader, no majority, or too much to do; nothing was changed.</summary>
public sealed class RaftUnavailableException : ProposalException
{
    /// <summary>Creates the exception.</summary>
    public RaftUnavailableException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <inheritdoc/>
    public override bool IsSurelyNotApplied => true;
}

/// <summary>The proposal went out, but what became of it is not known.</summary>
public sealed class ProposalOutcomeUnknownException : ProposalException
{
    /// <summary>Creates the exception.</summary>
    public ProposalOutcomeUnknownException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <inheritdoc/>
    public override bool IsSurelyNotApplied => false;
}
