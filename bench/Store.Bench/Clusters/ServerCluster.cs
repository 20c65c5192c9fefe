using System.Diagnostics;
using System.Globalization;
using Etcdserverpb;
using Grpc.Core;
using Grpc.Net.Client;

namespace Store.Bench.Clusters;

/// <summary>Servers of one kind, each a process on loopback with a directory of its own.</summary>
internal abstract class ServerCluster : IAsyncDisposable
{
    private static readonly TimeSpan ServingDeadline = TimeSpan.FromSeconds(60);

    private readonly string _directory;
    private readonly Process?[] _processes;
    private readonly int _firstPort;

    protected ServerCluster(ClusterPlan plan, int firstPort)
    {
        Plan = plan;
        _firstPort = firstPort;
        _processes = new Process?[plan.Members];
        _directory = Directory.CreateDirectory(
            Path.Combine(plan.Directory, string.Create(CultureInfo.InvariantCulture, $"{firstPort}"))).FullName;
        Endpoints = [.. Enumerable.Range(0, plan.Members).Select(i => $"127.0.0.1:{firstPort + i}")];
    }

    /// <summary>Gets where the members serve etcd's API.</summary>
    public string[] Endpoints { get; }

    /// <summary>Gets the members that run.</summary>
    public IEnumerable<int> Running => Enumerable.Range(0, Plan.Members).Where(i => _processes[i] is not null);

    /// <summary>Gets the processor time that the running members have used so far.</summary>
    public TimeSpan ProcessorTime => new(Processes.Sum(process => process.TotalProcessorTime.Ticks));

    /// <summary>Gets the mean resident memory of the running members, in bytes.</summary>
    public double MemoryBytes => Processes.Average(process => process.WorkingSet64);

    protected ClusterPlan Plan { get; }

    private IEnumerable<Process> Processes
    {
        get
        {
            foreach (var process in _processes.OfType<Process>())
            {
                process.Refresh();
                yield return process;
            }
        }
    }

    /// <summary>Starts all members without waiting for them.</summary>
    public void Start()
    {
        for (int i = 0; i < Plan.Members; i++)
            Start(i);
    }

    /// <summary>Starts a member without waiting for it.</summary>
    public void Start(int member)
    {
        var info = Command(member);
        // What a server logs is not looked at, and must not be mixed into the report.
        info.RedirectStandardOutput = info.RedirectStandardError = true;
        var process = Process.Start(info)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _processes[member] = process;
    }

    /// <summary>Kills a member, as kill -9 does.</summary>
    public void Kill(int member)
    {
        _processes[member]!.Kill();
        _processes[member]!.WaitForExit();
        _processes[member]!.Dispose();
        _processes[member] = null;
    }

    /// <summary>Waits until every running member answers a linearizable read.</summary>
    public async Task WaitUntilServingAsync()
    {
        using var deadline = new CancellationTokenSource(ServingDeadline);
        foreach (int member in Running)
        {
            using var channel = Connection.Open(Endpoints[member]);
            while (!await AnswersAsync(channel))
                await Task.Delay(20, deadline.Token);
        }
    }

    /// <summary>Finds the member that leads.</summary>
    public async Task<int> LeaderAsync()
    {
        using var deadline = new CancellationTokenSource(ServingDeadline);
        while (true)
        {
            foreach (int member in Running)
            {
                using var channel = Connection.Open(Endpoints[member]);
                var status = await new Maintenance.MaintenanceClient(channel).StatusAsync(
                    new StatusRequest(), cancellationToken: deadline.Token);
                if (status.Leader != 0 && status.Leader == status.Header.MemberId)
                    return member;
            }

            await Task.Delay(20, deadline.Token);
        }
    }

    public ValueTask DisposeAsync()
    {
        foreach (int member in Running.ToList())
            Kill(member);
        Directory.Delete(_directory, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Returns how a member is started.</summary>
    protected abstract ProcessStartInfo Command(int member);

    /// <summary>Returns a port besides those in <see cref="Endpoints"/>.</summary>
    protected int SparePort(int member) => _firstPort + Plan.Members + member;

    protected string DirectoryOf(int member) =>
        Path.Combine(_directory, string.Create(CultureInfo.InvariantCulture, $"{member}"));

    private static async Task<bool> AnswersAsync(GrpcChannel channel)
    {
        try
        {
            var read = new RangeRequest { Key = Google.Protobuf.ByteString.CopyFromUtf8("a") };
            await new KV.KVClient(channel).RangeAsync(read, deadline: DateTime.UtcNow.AddSeconds(2));
            return true;
        }
        catch (RpcException)
        {
            return false;
        }
    }
}
