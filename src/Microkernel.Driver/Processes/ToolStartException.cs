namespace Microkernel.Driver;

/// <summary>A program cannot be started: it is not there, or may not be run.</summary>
public sealed class ToolStartException : Exception
{
    /// <summary>Creates the error for a program and the system's error number.</summary>
    public ToolStartException(string path, int error)
        : base($"{path} cannot be started: {System.Runtime.InteropServices.Marshal.GetPInvokeErrorMessage(error)}")
    {
        Error = error;
    }

    /// <summary>Creates the error with a message.</summary>
    public ToolStartException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the error with its cause.</summary>
    public ToolStartException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates an error that says nothing.</summary>
    public ToolStartException()
    {
    }

    /// <summary>The system's error number (errno(3)); 0 when there is none.</summary>
    public int Error { get; }
}
