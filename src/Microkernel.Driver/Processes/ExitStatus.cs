namespace Microkernel.Driver;

/// <summary>How a child process ended, as wait(2) tells it.</summary>
/// <param name="ExitCode">
/// Exit code; 128 and the signal's number after a signal, -1 when another has waited for it.
/// </param>
/// <param name="Signal">The signal that ended it, or 0.</param>
internal readonly record struct ExitStatus(int ExitCode, int Signal)
{
    public static ExitStatus Unknown { get; } = new(-1, 0);

    public static ExitStatus FromWait(int status)
    {
        var signal = status & 0x7f;
        return signal == 0 ? new ExitStatus((status >> 8) & 0xff, 0) : new ExitStatus(128 + signal, signal);
    }
}
