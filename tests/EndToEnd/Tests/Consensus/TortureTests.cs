using System.Globalization;
using Microkernel.EndToEnd.Clusters;
using Microkernel.EndToEnd.Torture;
using Microkernel.Linearizability;

namespace Microkernel.EndToEnd.Tests.Consensus;

/// <summary>
/// Three real cores under kill -9, SIGSTOP, power cuts and cut networks. <c>TORTURE_SECONDS</c> says for how long.
/// </summary>
public sealed class TortureTests(ITestOutputHelper output) : LabTest
{
    [Fact]
    public async Task Cores_Tormented_LoseNothingAndAnswerAsOne()
    {
        var missing = ClusterPrograms.Missing();
        Assert.SkipWhen(missing is not null, missing ?? "");
        await using var lab = await StartLabAsync();
        var seconds = Environment.GetEnvironmentVariable("TORTURE_SECONDS") ?? "60";
        var options = new TortureOptions
        {
            Duration = TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture)),
        };

        var result = await TortureRun.RunAsync(lab, options, output.WriteLine, Cancellation);

        output.WriteLine(result.Summary());
        Assert.Empty(result.Violations);
        Assert.NotEmpty(result.Faults);
        Assert.Contains(result.History, o => o is { Status: OperationStatus.Ok, Kind: OperationKind.Cas, Swapped: true });
    }
}
