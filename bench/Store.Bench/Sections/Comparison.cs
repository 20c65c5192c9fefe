using System.Diagnostics;

namespace Store.Bench.Sections;

/// <summary>Compares the embedded store with Debian's etcd, section by section.</summary>
internal static class Comparison
{
    private static readonly (string Name, Func<BenchOptions, Task> RunAsync)[] Sections =
    [
        ("load", LoadSection.RunAsync),
        ("failover", FailoverSection.RunAsync),
        ("start", StartSection.RunAsync),
        ("growth", GrowthSection.RunAsync),
        ("recovery", RecoverySection.RunAsync),
    ];

    /// <summary>Gets the names of the sections.</summary>
    public static IEnumerable<string> Names => Sections.Select(section => section.Name);

    public static async Task<int> RunAsync(BenchOptions options)
    {
        string directory = options.Directory.Length > 0
            ? Directory.CreateDirectory(options.Directory).FullName
            : Directory.CreateTempSubdirectory("store-bench-").FullName;
        int failed = 0;
        Console.WriteLine($"""
            ## Microkernel.Store and etcd

            Three members each on loopback, fsync on, the same client over the same API, in turns in the same run.
            Each cell is Microkernel / etcd = ratio; above 1, and bold, Microkernel is ahead.
            """);
        foreach (var (name, runAsync) in Sections)
        {
            if (options.Sections.Count > 0 && !options.Sections.Contains(name))
                continue;
            long start = Stopwatch.GetTimestamp();
            try
            {
                await runAsync(options with { Directory = directory });
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // What the other sections find is still worth having.
                failed++;
                await Console.Error.WriteLineAsync($"{name}: {e}");
            }

            await Console.Error.WriteLineAsync($"{name}: {Stopwatch.GetElapsedTime(start).TotalSeconds:f0} s");
        }

        if (options.Directory.Length == 0)
            Directory.Delete(directory, recursive: true);
        return failed;
    }
}
