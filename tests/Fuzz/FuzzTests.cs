using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace Microkernel.Fuzz;

public sealed class FuzzTests
{
    private const int Seed = 20261121;

    /// <summary>Longer than this for one small input is a finding too.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(10);

    /// <summary>Time for each target; by FUZZ_MINUTES, in all, shared by the targets.</summary>
    private static readonly TimeSpan Time = double.TryParse(
        Environment.GetEnvironmentVariable("FUZZ_MINUTES"), NumberStyles.Float, CultureInfo.InvariantCulture, out var minutes)
        ? TimeSpan.FromMinutes(minutes) / FuzzTargets.All.Count
        : TimeSpan.FromSeconds(2);

    public static TheoryData<string> Targets => [.. FuzzTargets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Target_Seeds_AreTaken(string name)
    {
        var target = FuzzTargets.All.Single(candidate => candidate.Name == name);
        Assert.NotEmpty(target.Seeds);
        foreach (var input in target.Seeds) Try(target, input, -1);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Target_MutatedInputs_FailsInNoUnknownWay(string name)
    {
        var target = FuzzTargets.All.Single(candidate => candidate.Name == name);
        // Without FUZZ_MINUTES always the same inputs; with it, others each day.
        var seed = Environment.GetEnvironmentVariable("FUZZ_SEED") is { Length: > 0 } given
            ? int.Parse(given, CultureInfo.InvariantCulture)
            : Seed;
        var mutator = new Mutator(target.Seeds, seed);
        var count = 0;
        for (var running = Stopwatch.StartNew(); running.Elapsed < Time; count++) Try(target, mutator.Next(), count);
        TestContext.Current.TestOutputHelper?.WriteLine($"{count} inputs");
    }

    private static void Try(FuzzTarget target, byte[] input, int number)
    {
        var running = Stopwatch.StartNew();
        try
        {
            target.Run(input);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{target.Name}, input {number}, kept as {Keep(target, input)}: {e}", e);
        }
        if (running.Elapsed > Slow)
            Assert.Fail($"{target.Name}: input {number} took {running.Elapsed}, kept as {Keep(target, input)}");
    }

    /// <summary>Keeps a finding, to be put among the seeds once it is mended.</summary>
    private static string Keep(FuzzTarget target, byte[] input)
    {
        var folder = Path.Combine(Environment.GetEnvironmentVariable("FUZZ_FINDINGS") ?? Path.GetTempPath(), "fuzz", target.Name);
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(input))[..16]);
        File.WriteAllBytes(path, input);
        return path;
    }
}
