using System.Globalization;
using Store.Bench.Measurements;

namespace Store.Bench.Sections;

/// <summary>What `compare` is told.</summary>
internal sealed record BenchOptions
{
    /// <summary>Gets for how long each load runs, in seconds; 0.5 to 60. Default 2.5.</summary>
    public double Seconds { get; init; } = 2.5;

    /// <summary>Gets how often each is measured, in turns; medians are reported. 1 to 20. Default 3.</summary>
    public int Rounds { get; init; } = 3;

    /// <summary>Gets how often starts and fail-overs are repeated; 1 to 50. Default 5.</summary>
    public int Trials { get; init; } = 5;

    /// <summary>Gets how many keys the growing state ends with; at least 1000. Default 1,000,000.</summary>
    public int KeysMax { get; init; } = 1_000_000;

    /// <summary>Gets the size of the log to recover from, in MiB. Default 1024.</summary>
    public int LogMegabytes { get; init; } = 1024;

    /// <summary>Gets where the servers keep their data. Default: a temporary directory.</summary>
    public string Directory { get; init; } = "";

    /// <summary>Gets who takes part. Default: both.</summary>
    public IReadOnlyList<Subject> Subjects { get; init; } = Subject.Both;

    /// <summary>Gets what is to be measured. Default: all.</summary>
    public IReadOnlyList<string> Sections { get; init; } = [];

    /// <summary>Reads `--name value` and names of sections.</summary>
    /// <exception cref="FormatException">An option is unknown, or its value cannot be read.</exception>
    public static BenchOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new BenchOptions();
        var sections = new List<string>();
        for (int i = 0; i < arguments.Count; i++)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal))
            {
                sections.Add(arguments[i]);
                continue;
            }

            string value = ++i < arguments.Count ? arguments[i] : throw new FormatException($"{arguments[^1]}: no value");
            options = arguments[i - 1] switch
            {
                "--seconds" => options with { Seconds = double.Parse(value, CultureInfo.InvariantCulture) },
                "--rounds" => options with { Rounds = int.Parse(value, CultureInfo.InvariantCulture) },
                "--trials" => options with { Trials = int.Parse(value, CultureInfo.InvariantCulture) },
                "--keys" => options with { KeysMax = int.Parse(value, CultureInfo.InvariantCulture) },
                "--log-mb" => options with { LogMegabytes = int.Parse(value, CultureInfo.InvariantCulture) },
                "--only" => options with { Subjects = [Subject.Find(value)] },
                "--dir" => options with { Directory = value },
                var unknown => throw new FormatException($"{unknown}: unknown option"),
            };
        }

        return options with { Sections = sections };
    }
}
