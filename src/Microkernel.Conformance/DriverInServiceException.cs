namespace Microkernel.Conformance;

/// <summary>A core uses the driver: testing it would take its resources' driver away.</summary>
public sealed class DriverInServiceException : Exception
{
    /// <summary>Creates the error with what was found.</summary>
    public DriverInServiceException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the error with its cause.</summary>
    public DriverInServiceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates an error that says nothing.</summary>
    public DriverInServiceException()
    {
    }
}
