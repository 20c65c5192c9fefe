namespace Grpc.Core;

/// <summary>Says how a call ended; the numbers are those of the gRPC protocol.</summary>
public enum StatusCode
{
    /// <summary>The call succeeded.</summary>
    OK = 0,

    /// <summary>The call was cancelled, usually by its caller.</summary>
    Cancelled = 1,

    /// <summary>The cause is not known, or came from a space of errors that has no better code here.</summary>
    Unknown = 2,

    /// <summary>The caller sent something that is wrong whatever the state of the system.</summary>
    InvalidArgument = 3,

    /// <summary>The deadline passed; the operation may have happened nevertheless.</summary>
    DeadlineExceeded = 4,

    /// <summary>What was asked for does not exist.</summary>
    NotFound = 5,

    /// <summary>What was to be created exists already.</summary>
    AlreadyExists = 6,

    /// <summary>The caller is known, and may not do this.</summary>
    PermissionDenied = 7,

    /// <summary>A quota, or room of some kind, is used up.</summary>
    ResourceExhausted = 8,

    /// <summary>The system is not in the state that the operation needs; repeating it alone does not help.</summary>
    FailedPrecondition = 9,

    /// <summary>The operation was given up, typically after a conflict; repeat it from a higher level.</summary>
    Aborted = 10,

    /// <summary>The operation went past a valid range, which may be valid later.</summary>
    OutOfRange = 11,

    /// <summary>The service does not have this operation.</summary>
    Unimplemented = 12,

    /// <summary>Something that must hold did not.</summary>
    Internal = 13,

    /// <summary>The service cannot be reached now; repeating with a pause may help.</summary>
    Unavailable = 14,

    /// <summary>Data is lost or damaged beyond recovery.</summary>
    DataLoss = 15,

    /// <summary>The caller gave no valid credentials.</summary>
    Unauthenticated = 16,
}
