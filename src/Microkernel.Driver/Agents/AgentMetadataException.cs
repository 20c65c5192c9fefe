namespace Microkernel.Driver;

/// <summary>An agent's own description cannot be read. Callers get FAILED_PRECONDITION with the message.</summary>
public sealed class AgentMetadataException : Exception
{
    /// <summary>Creates the error with what the agent said.</summary>
    public AgentMetadataException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the error with its cause.</summary>
    public AgentMetadataException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates an error that says nothing.</summary>
    public AgentMetadataException()
    {
    }
}
