using System.Globalization;
using Microkernel.Consensus.Bench;

// all DIRECTORY MB SECONDS           everything, as markdown
// throughput DIRECTORY SECONDS       entries a second and latency
// failover DIRECTORY                 kill -9 of the leader until the next commit
// restart DIRECTORY MB               start with so large a log
// lag DIRECTORY MB                   a member so far behind
// member DIRECTORY ID TICK_MS ADDRESS,ADDRESS,...   one process of failover
// reopen DIRECTORY                   the process that restart times
switch (args)
{
    case ["all", var directory, var megabytes, var seconds]:
        await Throughput.RunAsync(directory, Number(seconds));
        await Failover.RunAsync(directory);
        await LargeLog.RestartAsync(directory, Number(megabytes));
        await LargeLog.LagAsync(directory, Number(megabytes));
        return 0;
    case ["throughput", var directory, var seconds]:
        await Throughput.RunAsync(directory, Number(seconds));
        return 0;
    case ["failover", var directory]:
        await Failover.RunAsync(directory);
        return 0;
    case ["restart", var directory, var megabytes]:
        await LargeLog.RestartAsync(directory, Number(megabytes));
        return 0;
    case ["lag", var directory, var megabytes]:
        await LargeLog.LagAsync(directory, Number(megabytes));
        return 0;
    case ["member", var directory, var id, var tick, var addresses]:
        await FailoverMember.RunAsync(directory, (ulong)Number(id), Number(tick), addresses.Split(','));
        return 0;
    case ["reopen", var directory]:
        await LargeLog.ReopenAsync(directory);
        return 0;
    default:
        Console.Error.WriteLine("usage: all DIRECTORY MB SECONDS | throughput DIRECTORY SECONDS | failover DIRECTORY"
            + " | restart DIRECTORY MB | lag DIRECTORY MB");
        return 2;
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
