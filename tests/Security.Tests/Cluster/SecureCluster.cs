using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Microkernel.Security.Tests.Cluster;

/// <summary>A cluster as an operator makes it: <c>mkctl init</c>, and <c>mkctl join</c> for each further node.</summary>
public sealed class SecureCluster : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60), PollInterval = TimeSpan.FromMilliseconds(300);

    private readonly DirectoryInfo _directory = System.IO.Directory.CreateTempSubdirectory("secure");
    private readonly Dictionary<string, string> _variables;

    public SecureCluster() => _variables = new Dictionary<string, string>
    {
        ["XDG_CONFIG_HOME"] = _directory.FullName,
        ["NO_COLOR"] = "1",
    };

    public string Directory => _directory.FullName;

    public List<SecureNode> Nodes { get; } = [];

    public SecureNode First => Nodes[0];

    public async ValueTask InitializeAsync()
    {
        var first = Add("n1");
        (await MkctlAsync(["init", "Main_Office", .. first.Options])).Succeeded();
        first.Start();
        await WaitAsync(async () => (await StatusAsync(first)).Contains("Quorum   yes", StringComparison.Ordinal), "a quorum of one");
        // The authority goes into the store when the core has started.
        await WaitAsync(async () => (await AsAdminAsync("cert", "list")).Output.Contains("issues", StringComparison.Ordinal), "an authority");
        await JoinAsync("n2");
        await JoinAsync("n3", "--witness");
        await WaitAsync(
            async () => (await StatusAsync(first)).Contains("yes (2 of 3 votes needed), 3 of 3 nodes online", StringComparison.Ordinal),
            "three votes");
    }

    public ValueTask DisposeAsync()
    {
        Nodes.ForEach(node => node.Dispose());
        _directory.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Makes a token and joins with it.</summary>
    public async Task<string> JoinAsync(string name, params string[] options)
    {
        var token = (await AsAdminAsync("token", "create", "-o", "name")).Succeeded().Output.Trim();
        var node = Add(name);
        (await MkctlAsync(["join", token, .. node.Options, .. options])).Succeeded();
        node.Start();
        return token;
    }

    public SecureNode Add(string name)
    {
        var directory = _directory.CreateSubdirectory(name).FullName;
        var node = new SecureNode(name, $"127.0.9.{Nodes.Count + 1}", FreePort(), directory);
        Nodes.Add(node);
        return node;
    }

    public Task<ProgramRun> MkctlAsync(params string[] arguments) => Programs.RunAsync("mkctl", _variables, arguments);

    /// <summary>Runs mkctl over TLS with the administrator's certificate, by the context that init wrote.</summary>
    public Task<ProgramRun> AsAdminAsync(params string[] arguments) => MkctlAsync([.. arguments, "--context", "Main_Office"]);

    /// <summary>Runs mkctl over TLS with a certificate that <c>mkctl cert issue</c> left in a directory.</summary>
    public Task<ProgramRun> AsAsync(string name, SecureNode node, params string[] arguments)
    {
        var files = Path.Combine(Directory, name, name);
        return MkctlAsync([
            .. arguments, "--server", node.Address, "--ca", First.Pki.Authorities, "--cert", files + ".crt",
            "--key", files + ".key",
        ]);
    }

    public async Task IssueAsync(string name, string role) => (await AsAdminAsync(
        "cert", "issue", name, "--role", role, "--output-dir", Path.Combine(Directory, name))).Succeeded();

    public Task<ProgramRun> EtcdctlAsync(string certificate, string key, params string[] arguments) => Programs.RunAsync(
        "etcdctl", new Dictionary<string, string> { ["ETCDCTL_API"] = "3" },
        ["--endpoints", First.Address, "--cacert", First.Pki.Authorities, "--cert", certificate, "--key", key, .. arguments]);

    public async Task<string> StatusAsync(SecureNode node) =>
        (await MkctlAsync("status", "--server", "unix:" + node.Socket)).Output;

    public static async Task WaitAsync(Func<Task<bool>> condition, string expected)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience; await Task.Delay(PollInterval))
            if (await condition())
                return;
        throw new TimeoutException($"Expected within {Patience}: {expected}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        // The next one is for metrics; nobody else uses these loopback addresses.
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
