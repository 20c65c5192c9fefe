namespace Microkernel.Cli;

/// <summary>What <c>mkctl</c> ends with; docs/operator-guide/mkctl.md lists them for people.</summary>
internal static class ExitCodes
{
    /// <summary>Done; for <c>status</c>: nothing needs a person.</summary>
    public const int Ok = 0;

    /// <summary>The command failed for a reason that no other code names.</summary>
    public const int Failed = 1;

    /// <summary>The command line is wrong; nothing was sent.</summary>
    public const int Usage = 2;

    /// <summary>No server could be reached, or none has a quorum and a leader.</summary>
    public const int Unreachable = 3;

    /// <summary>Refused: a manifest or request is invalid, or the state of the cluster forbids it.</summary>
    public const int Refused = 4;

    /// <summary>Somebody else changed it meanwhile.</summary>
    public const int Conflict = 5;

    /// <summary>The time given by <c>--timeout</c> passed; whether it was done is not known.</summary>
    public const int Timeout = 6;

    /// <summary>What was named does not exist.</summary>
    public const int NotFound = 7;

    /// <summary><c>status</c>: there are problems, none of them critical.</summary>
    public const int Warnings = 10;

    /// <summary><c>status</c>: there are critical problems.</summary>
    public const int Critical = 11;

    /// <summary><c>log</c>: the data directory is damaged.</summary>
    public const int Damaged = 12;

    /// <summary>Interrupted by the user, as shells count it: 128 + SIGINT.</summary>
    public const int Interrupted = 130;
}
