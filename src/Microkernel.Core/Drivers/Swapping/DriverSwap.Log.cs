namespace Microkernel.Core.Drivers.Swapping;

internal sealed partial class DriverSwap
{
    [LoggerMessage(1020, LogLevel.Information, "Swap of driver {Name}: {Step}: {Detail}", EventName = "SwapStep")]
    private static partial void LogStep(ILogger logger, string name, string step, string detail);

    [LoggerMessage(1021, LogLevel.Information, "Driver {Name}: instance {Successor} acts in the place of {Old}",
        EventName = "DriverSwapped")]
    private static partial void LogSwapped(ILogger logger, string name, string old, string successor);

    [LoggerMessage(1022, LogLevel.Warning, "Driver {Name} was not swapped for instance {Successor}: {Reason}",
        EventName = "DriverSwapRolledBack")]
    private static partial void LogRolledBack(ILogger logger, string name, string successor, string reason);

    [LoggerMessage(1023, LogLevel.Warning, "Swap of driver {Name}: could not {What}: {Reason}", EventName =
        "SwapTrouble")]
    private static partial void LogTrouble(ILogger logger, string name, string what, string reason);
}
