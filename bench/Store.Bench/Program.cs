using System.Globalization;
using Store.Bench;
using Store.Bench.Sections;

// compare [--seconds S] [--rounds N] [--trials N] [--keys N] [--log-mb N] [--dir DIRECTORY]
//         [--only microkernel|etcd] [SECTION...]
// server ID DIRECTORY ENDPOINT,ENDPOINT,... HEARTBEAT_MS ELECTION_MS snapshots|keep-log     one member
switch (args)
{
    case ["compare", .. var rest]:
        try
        {
            var options = BenchOptions.Parse(rest);
            if (options.Sections.Except(Comparison.Names).FirstOrDefault() is { } unknown)
                throw new FormatException($"{unknown}: no such section; there are {string.Join(", ", Comparison.Names)}");
            return await Comparison.RunAsync(options);
        }
        catch (FormatException e)
        {
            Console.Error.WriteLine(e.Message);
            return 2;
        }

    case ["server", var id, var directory, var endpoints, var heartbeat, var election, var log]:
        return await Server.RunAsync(new ServerPlan(
            ulong.Parse(id, CultureInfo.InvariantCulture), directory, endpoints.Split(','),
            Milliseconds(heartbeat), Milliseconds(election), log == "keep-log"));
    default:
        Console.Error.WriteLine("usage: compare [--seconds S] [--rounds N] [--trials N] [--keys N] [--log-mb N] [--dir D]"
            + $" [--only microkernel|etcd] [{string.Join('|', Comparison.Names)}...]");
        return 2;
}

static TimeSpan Milliseconds(string text) =>
    TimeSpan.FromMilliseconds(double.Parse(text, CultureInfo.InvariantCulture));
