using System.CommandLine;
using Microkernel.Cli.CommandLine;
using Microkernel.Cli.Terminals;
using Microkernel.Cli.Tests.Cluster;

namespace Microkernel.Cli.Tests.Commands;

public class CommandLineTests
{
    public static TheoryData<string> Commands =>
        [.. Paths(Root(), string.Empty).Where(path => path.Length > 0)];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Help_OfEachCommand_HasExamplesThatParse(string path)
    {
        var run = await CommandRun.StartAsync([.. path.Split(' '), "--help"]);

        Assert.Equal((ExitCodes.Ok, ""), (run.ExitCode, run.Error));
        Assert.All(run.Output.Split('\n'), line => Assert.True(line.TrimEnd().Length <= 80, line));
        var examples = run.Output.Split('\n').SkipWhile(l => l != "Examples:")
            .Where(l => l.StartsWith("  mkctl ", StringComparison.Ordinal));
        Assert.NotEmpty(examples);
        foreach (var example in examples)
        {
            var line = example.Split(['|', '>'])[0].Trim().Replace('\'', '"')["mkctl ".Length..];
            Assert.Empty(Root().Parse(line).Errors);
        }
    }

    [Theory]
    [InlineData("'statsu' is not a command of mkctl. Did you mean 'status'?", "statsu")]
    [InlineData("'--sever' is not an option of mkctl status. Did you mean '--server'?", "status", "--sever", "x")]
    [InlineData("'b' is not an argument of mkctl standby.", "standby", "a", "b")]
    [InlineData("NODE: missing: ", "fence")]
    [InlineData("NODE: missing: ", "fence", "confirm")]
    [InlineData("RESOURCE: missing: ", "move", "--to", "a")]
    [InlineData("--output: 'xml': expected table, wide, json, yaml or name", "status", "-o", "xml")]
    [InlineData("--timeout: 'soon': expected a duration", "status", "--timeout", "soon")]
    [InlineData("--timeout: '0s': expected a duration above 0", "status", "--timeout", "0s")]
    [InlineData("--limit: '-1': expected a whole number", "events", "--limit", "-1")]
    [InlineData("--after: 'x': expected the sequence number", "events", "--after", "x")]
    [InlineData("--about: 'vapp1': expected KIND/NAME", "events", "--about", "vapp1")]
    [InlineData("--about: 'noodle/x': expected KIND/NAME, ", "events", "--about", "noodle/x")]
    [InlineData("KIND: 'resorce': expected one of ", "get", "resorce")]
    [InlineData("(did you mean Resource?)", "get", "resorce")]
    [InlineData("NAME: 'x': expected a KIND before it, not 'all'", "get", "all", "x")]
    [InlineData("NAME is missing.", "delete", "node")]
    [InlineData("--server: 'host:99999': expected unix:///PATH, HOST or HOST:PORT", "status", "--server", "host:99999")]
    [InlineData("MKCTL_CONTEXT: 'a:b:c': expected", "status")]
    public async Task CommandLine_Wrong_NamesOptionAndValue(string message, params string[] arguments)
    {
        var run = await CommandRun.StartAsync(
            new Surroundings { Variables = new() { ["MKCTL_CONTEXT"] = "a:b:c" } }, arguments);

        Assert.Equal((ExitCodes.Usage, ""), (run.ExitCode, run.Output));
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Contains("\nnext: mkctl ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("driver")]
    public async Task CommandLine_WithoutCommand_ShowsHelp(params string[] arguments)
    {
        var run = await CommandRun.StartAsync(arguments);

        Assert.Equal((ExitCodes.Usage, ""), (run.ExitCode, run.Output));
        Assert.Contains("Commands:", run.Error, StringComparison.Ordinal);
    }

    private static RootCommand Root() => CommandTree.Create(new CommandEnvironment(
        new Terminal { In = TextReader.Null, Out = TextWriter.Null, Error = TextWriter.Null, Environment = _ => null },
        new GlobalOptions()));

    private static IEnumerable<string> Paths(Command command, string path)
    {
        var below = command.Subcommands.SelectMany(c => Paths(c, $"{path} {c.Name}".Trim()));
        return command is ClusterCommand ? below.Append(path) : below;
    }
}
