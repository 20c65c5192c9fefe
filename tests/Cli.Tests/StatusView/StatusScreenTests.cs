using Google.Protobuf;
using Microkernel.Cli.Tests.Cluster;
using Microkernel.V1;

namespace Microkernel.Cli.Tests.StatusView;

public class StatusScreenTests
{
    public static TheoryData<string> Samples => ["healthy", "troubled", "large", "troubled-wide"];

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Status_Redirected_ReadsAsGolden(string sample)
    {
        var run = await RunAsync(sample, new Surroundings());

        Golden.Matches($"StatusView/{sample}.golden.txt", run.Output);
        Assert.Empty(run.Error);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Status_Redirected_FitsTheScreenWithoutControlCharacters(string sample)
    {
        var run = await RunAsync(sample, new Surroundings());

        var lines = run.Output.Split('\n');
        Assert.DoesNotContain(lines, line => line.Any(char.IsControl));
        Assert.DoesNotContain(lines, line => line.EndsWith(' '));
        if (!sample.EndsWith("-wide", StringComparison.Ordinal))
        {
            Assert.All(lines, line => Assert.True(line.Length <= 80, $"{line.Length} columns: {line}"));
        }
    }

    [Fact]
    public async Task Status_OnTerminal_SaysTheSameInColour()
    {
        var plain = await RunAsync("troubled", new Surroundings());
        var colored = await RunAsync("troubled", new Surroundings { IsTerminal = true });

        Assert.Contains("\u001b[1;31mUNCLEAN\u001b[0m", colored.Output, StringComparison.Ordinal);
        Assert.Equal(plain.Output, WithoutColor(colored.Output));
    }

    [Theory]
    [InlineData("NO_COLOR", "1")]
    [InlineData("TERM", "dumb")]
    public async Task Status_OnTerminalWithoutColour_HasNone(string variable, string value)
    {
        var run = await RunAsync(
            "troubled", new Surroundings { IsTerminal = true, Variables = new() { [variable] = value } });

        Assert.DoesNotContain('\u001b', run.Output);
    }

    [Theory]
    [InlineData("healthy", ExitCodes.Ok)]
    [InlineData("large", ExitCodes.Ok)]
    [InlineData("troubled", ExitCodes.Critical)]
    [InlineData("warned", ExitCodes.Warnings)]
    [InlineData("inquorate", ExitCodes.Critical)]
    public async Task Status_ForPeople_ExitCodeSaysHowBadItIs(string sample, int exitCode) =>
        Assert.Equal(exitCode, (await RunAsync(sample, new Surroundings())).ExitCode);

    [Fact]
    public async Task Status_AsJson_IsTheAnswerInProto3JsonWithAllFields()
    {
        await using var cluster = await ClusterOf("troubled");

        var run = await cluster.RunAsync("status", "-o", "json");

        Assert.Equal(ExitCodes.Ok, run.ExitCode);
        Assert.Equal(SampleStatus.Troubled(), JsonParser.Default.Parse<GetStatusResponse>(run.Output));
        Assert.Contains("\"maintenance\": false", run.Output, StringComparison.Ordinal);
    }

    private static async Task<CommandRun> RunAsync(string sample, Surroundings surroundings)
    {
        await using var cluster = await ClusterOf(sample);
        string[] format = sample.EndsWith("-wide", StringComparison.Ordinal) ? ["-o", "wide"] : [];
        return await CommandRun.StartAsync(surroundings, ["status", .. format, "--server", cluster.Address]);
    }

    private static async Task<ScriptedCluster> ClusterOf(string sample)
    {
        var status = sample switch
        {
            "healthy" => SampleStatus.Healthy(),
            "large" => SampleStatus.Large(),
            _ => SampleStatus.Troubled(),
        };
        if (sample is "warned")
        {
            status.Problems.RemoveAt(0);
        }

        if (sample is "inquorate")
        {
            status.Problems.Clear();
            status.Quorate = false;
        }

        return (await ScriptedCluster.StartAsync()).Answer<GetStatusRequest>(_ => status);
    }

    private static string WithoutColor(string text) =>
        System.Text.RegularExpressions.Regex.Replace(text, "\u001b\\[[0-9;]*m", string.Empty);
}
