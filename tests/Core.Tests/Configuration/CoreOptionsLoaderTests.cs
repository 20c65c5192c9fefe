using Microkernel.Core.Configuration;

namespace Microkernel.Core.Tests.Configuration;

public sealed class CoreOptionsLoaderTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    [Fact]
    public void Load_SameSettingEverywhere_FlagWinsOverEnvironmentOverFileOverDefault()
    {
        File.WriteAllText(_file, """
            node: a
            cluster: from-file
            data-dir: /from/file
            listen: 127.0.0.1:1
            initial-cluster:
              - a=1@127.0.0.1:1
              - b=2@127.0.0.1:2!witness
            """);
        var flags = new Dictionary<string, string> { ["cluster"] = "from-flag" };

        var options = CoreOptionsLoader.Load(_file, flags, name => name switch
        {
            "MICROKERNEL_CLUSTER" or "MICROKERNEL_DATA_DIR" => "/from/environment",
            _ => null,
        });

        Assert.Equal("from-flag", options.Cluster);
        Assert.Equal("/from/environment", options.DataDirectory);
        Assert.Equal(1, options.Listen.Port);
        Assert.Equal("/run/microkernel/drivers", options.DriverDirectory);
        Assert.Equal(["a", "b"], options.InitialCluster.Select(member => member.Name));
    }

    [Theory]
    [InlineData("nod: a", "unknown setting 'nod'")]
    [InlineData("node: c", "node = 'c': expected one of initial-cluster: a, b")]
    [InlineData("listen: nowhere", "listen = 'nowhere'")]
    [InlineData("data-dir: relative", "expected an absolute path")]
    [InlineData("raft-heartbeat: 5ms", "raft-heartbeat = '5ms'")]
    [InlineData("raft-heartbeat: 5", "expected a number and a unit")]
    [InlineData("raft-election: 100ms", "at least five times raft-heartbeat")]
    [InlineData("initial-cluster: a=1@h:1 a=2@h:2", "a is named twice")]
    [InlineData("initial-cluster: a=1@h:1 b=1@h:2", "id 1 is given to a and b")]
    [InlineData("log-level: loud", "log-level = 'loud'")]
    public void Load_BadValue_NamesSettingValueAndExpectation(string line, string expected)
    {
        var name = line[..line.IndexOf(':', StringComparison.Ordinal)];
        string[] good = ["node: a", "cluster: c", "initial-cluster: a=1@h:1 b=2@h:2"];
        File.WriteAllLines(_file, [.. good.Where(other => !other.StartsWith(name + ":", StringComparison.Ordinal)), line]);

        var e = Assert.Throws<CoreOptionsException>(
            () => CoreOptionsLoader.Load(_file, new Dictionary<string, string>(), _ => null));

        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_RequiredSettingMissing_SaysWhereItCanBeGiven()
    {
        var e = Assert.Throws<CoreOptionsException>(
            () => CoreOptionsLoader.Load(null, new Dictionary<string, string>(), _ => null));

        Assert.Contains("--node", e.Message, StringComparison.Ordinal);
        Assert.Contains("MICROKERNEL_NODE", e.Message, StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(_file);
}
