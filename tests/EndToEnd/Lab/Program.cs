using System.CommandLine;
using System.Runtime.InteropServices;
using Microkernel.EndToEnd;
using Microkernel.EndToEnd.Demo;
using Microkernel.EndToEnd.Playground;
using Microkernel.EndToEnd.Probing;
using Microkernel.EndToEnd.Site;

// Whoever ends this program wants the lab cleared away first.
using var end = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, End);

var commands = new RootCommand("Microkernel's laboratory: hosts as namespaces on one machine.")
{
    DemoCommand.Create(),
    UpCommand.Create(),
    DownCommand.Create(),
    HostCommand.Create(),
    PowerCommand.Create(),
    BootCommand.Create(),
    SiteCommand.Create(),
    ProxyCommand.Create(),
    ProbeCommand.Create(),
    WatchCommand.Create(),
};
try
{
    var configuration = new InvocationConfiguration
    {
        ProcessTerminationTimeout = null,
        EnableDefaultExceptionHandler = false,
    };
    return await commands.Parse(args).InvokeAsync(configuration, end.Token);
}
catch (OperationCanceledException) when (end.IsCancellationRequested)
{
    return 130;
}
catch (Exception e) when (e is InvalidOperationException or TimeoutException or IOException or KeyNotFoundException)
{
    await Console.Error.WriteLineAsync($"lab: {e.Message}");
    return 1;
}

void End(PosixSignalContext signal)
{
    signal.Cancel = true;
    end.Cancel();
}
