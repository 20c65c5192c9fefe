using Microkernel.Cli.Contexts;
using Microkernel.Cli.Failures;

namespace Microkernel.Cli.Tests.Connection;

public sealed class ServerSelectorTests : IDisposable
{
    private const string File = """
        current: home
        contexts:
          home:
            servers: [h1, "h2:7401"]
          office:
            servers:
            - unix:///tmp/core.sock
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mkctl");
    private readonly Dictionary<string, string> _variables = [];

    public ServerSelectorTests() => _variables["XDG_CONFIG_HOME"] = _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Select_NothingSaid_IsTheSocketOfThisHost() =>
        Assert.Equal("unix:///run/microkernel/core.sock", Select());

    [Fact]
    public void Select_FileWithCurrent_IsTheCurrentContext()
    {
        Write(File);
        Assert.Equal("h1:7400 h2:7401", Select());
    }

    [Fact]
    public void Select_Variable_IsAContextOrServers()
    {
        Write(File);
        _variables[ServerSelector.Variable] = "office";
        Assert.Equal("unix:///tmp/core.sock", Select());
        _variables[ServerSelector.Variable] = "10.0.0.1:7400, 10.0.0.2:7400";
        Assert.Equal("10.0.0.1:7400 10.0.0.2:7400", Select());
    }

    [Fact]
    public void Select_Options_WinOverVariable()
    {
        Write(File);
        _variables[ServerSelector.Variable] = "home";
        Assert.Equal("unix:///tmp/core.sock", Select(context: "office"));
        Assert.Equal("[::1]:7400 [fe80::1]:99", Select("::1,[fe80::1]:99", "office"));
    }

    [Theory]
    [InlineData("offic", "--context: 'offic': expected a context of ", "(did you mean office?): home, office")]
    public void Select_UnknownContext_ListsThem(string context, params string[] parts)
    {
        Write(File);
        var failure = Assert.Throws<CommandFailure>(() => Select(context: context));
        Assert.All(parts, part => Assert.Contains(part, failure.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("contexts: []", ":1:11: contexts: expected a mapping")]
    [InlineData("contexts:\n  a:\n    server: x", ":3:13: contexts.a.server: expected 'servers'")]
    [InlineData("contexts:\n  a: {}", ":2:6: contexts.a: expected 'servers'")]
    [InlineData("contxts: {}", ": unknown field 'contxts'")]
    [InlineData("a: [", "config.yaml:")]
    public void Select_BadFile_NamesThePlace(string text, string message)
    {
        Write(text);
        var failure = Assert.Throws<CommandFailure>(() => Select());
        Assert.Equal(ExitCodes.Usage, failure.ExitCode);
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(":7400")]
    [InlineData("h:0")]
    [InlineData("h:x")]
    [InlineData("h/7400")]
    [InlineData("unix:")]
    [InlineData("a b")]
    [InlineData("[::1")]
    public void Select_BadAddress_NamesIt(string address) =>
        Assert.StartsWith(
            $"--server: '{address}': expected unix:///PATH, HOST or HOST:PORT",
            Assert.Throws<CommandFailure>(() => Select(address)).Message, StringComparison.Ordinal);

    private string Select(string? server = null, string? context = null) => string.Join(
        ' ',
        ServerSelector.Select(server is null ? [] : [server], context, _variables.GetValueOrDefault)
            .Servers.Select(s => s.Text));

    private void Write(string text)
    {
        _folder.CreateSubdirectory("mkctl");
        System.IO.File.WriteAllText(Path.Combine(_folder.FullName, "mkctl", "config.yaml"), text);
    }
}
