namespace Microkernel.Driver;

/// <summary>A parameter is missing or malformed, and nothing was done. Callers get INVALID_ARGUMENT.</summary>
public sealed class AgentArgumentException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="field">Path of the field, as <c>parameters["ip"]</c>.</param>
    /// <param name="problem">What was expected and found; never a secret value.</param>
    public AgentArgumentException(string field, string problem)
        : base($"{field}: {problem}")
    {
        Field = field;
    }

    /// <summary>Creates an error about the request as a whole.</summary>
    public AgentArgumentException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an error about the request as a whole, with its cause.</summary>
    public AgentArgumentException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates an error that says nothing.</summary>
    public AgentArgumentException()
    {
    }

    /// <summary>Path of the field; null when the request as a whole is wrong.</summary>
    public string? Field { get; }
}
