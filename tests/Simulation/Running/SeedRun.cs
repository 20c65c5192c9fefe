using Simulation.World;

namespace Simulation.Running;

/// <summary>Runs one seed, and replays it with its trace when it fails.</summary>
internal static class SeedRun
{
    private const int LinesMax = 400;

    /// <summary>Returns what went wrong, with the end of the trace; null when nothing did.</summary>
    public static string? Run(SimulationOptions options)
    {
        try
        {
            new SimulationWorld(options).Run();
            return null;
        }
#pragma warning disable CA1031 // Whatever is thrown in a world is a finding.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            var (trace, again) = Replay(options);
            var isExact = exception.Message == again?.Message;
            return $"Seed {options.Seed}: {exception.Message}\n{string.Join('\n', trace.TakeLast(LinesMax))}\n"
                + $"{exception}\n{(isExact ? "It replays exactly" : $"It does NOT replay: {again?.Message}")}: "
                + ReplayCommand(options);
        }
    }

    /// <summary>Runs a seed with its trace.</summary>
    public static (IReadOnlyList<string> Trace, Exception? Found) Replay(SimulationOptions options)
    {
        var world = new SimulationWorld(options with { IsTraced = true });
        try
        {
            world.Run();
            return ([.. world.LastTrace], null);
        }
#pragma warning disable CA1031 // Whatever is thrown in a world is a finding.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return ([.. world.LastTrace], exception);
        }
    }

    /// <summary>Returns the command that replays a seed.</summary>
    public static string ReplayCommand(SimulationOptions options)
    {
        var words = new List<string> { "make simulate", $"REPLAY={options.Seed}" };
        if (options.Defects != 0)
        {
            words.Add($"DEFECT={options.Defects}");
        }

        if (options.Voters is { } voters)
        {
            words.Add($"VOTERS={voters}");
        }

        if (options.PauseMsMax is { } pause)
        {
            words.Add($"PAUSE={pause}");
        }

        if (options.WildClocks is { } wild)
        {
            words.Add($"WILD_CLOCKS={(wild ? "true" : "false")}");
        }

        if (options.Leases is { } leases)
        {
            words.Add($"LEASES={(leases ? "true" : "false")}");
        }

        return string.Join(' ', words);
    }
}
