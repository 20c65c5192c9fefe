namespace Microkernel.Core.Drivers.Supervision;

internal sealed partial class SupervisedDriver
{
    [LoggerMessage(1034, LogLevel.Warning, "Driver {Name} (pid {Pid}) {How}; started again in {Seconds} s",
        EventName = "DriverEnded")]
    private static partial void LogEnded(ILogger logger, string name, int pid, string how, double seconds);

    [LoggerMessage(1035, LogLevel.Information, "Driver {Name} runs already: instance {Instance}, pid {Pid}",
        EventName = "DriverFound")]
    private static partial void LogFound(ILogger logger, string name, string instance, int pid);

    [LoggerMessage(1036, LogLevel.Error, "Driver {Name}: {Problem}", EventName = "DriverProblem")]
    private static partial void LogProblem(ILogger logger, string name, string problem);

    [LoggerMessage(1037, LogLevel.Error,
        "Driver {Name} (pid {Pid}) lives and has not answered for {Seconds} s: it is killed and started again",
        EventName = "DriverUnresponsive")]
    private static partial void LogUnresponsive(ILogger logger, string name, int pid, double seconds);

    [LoggerMessage(1038, LogLevel.Information,
        "Driver {Name}: there is another program, {Path}; swap it in with 'mkctl driver swap'",
        EventName = "DriverSwapWaits")]
    private static partial void LogWaitsForOperator(ILogger logger, string name, string path);
}
