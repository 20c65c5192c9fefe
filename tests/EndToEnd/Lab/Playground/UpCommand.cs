using System.CommandLine;
using System.Diagnostics;
using Microkernel.EndToEnd.Clusters;
using Microkernel.EndToEnd.Demo;
using Microkernel.EndToEnd.Topology;

namespace Microkernel.EndToEnd.Playground;

/// <summary>Brings the demonstration's cluster up and leaves it running.</summary>
public static class UpCommand
{
    /// <summary>Gets the folder of the lab that is left running.</summary>
    public static string LabDirectory { get; } = Path.Combine(LabPaths.Repository, "artifacts", "dev", "lab");

    /// <summary>Creates <c>lab up</c>.</summary>
    public static Command Create()
    {
        var command = new Command("up", "Bring the demonstration's cluster up and leave it running.");
        command.SetAction((_, token) => RunAsync(token));
        return command;
    }

    private static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (await LabRequirements.MissingAsync() is { } missing || (missing = ClusterPrograms.Missing()) is not null)
        {
            await Console.Error.WriteLineAsync(missing);
            return 1;
        }

        if (Lab.Find(LabDirectory) is { } running)
        {
            await Console.Out.WriteLineAsync("It is up already ('make down' ends it).");
            await Console.Out.WriteLineAsync(DevEnvironment.Hints(running.Topology));
            return 0;
        }

        await DownCommand.RemoveAsync();
        var options = new LabOptions { Directory = LabDirectory, Detached = true, KeepDirectory = true };
        var lab = await Lab.StartAsync(options, cancellationToken);
        try
        {
            var cluster = await Scenario.FormAsync(lab, new Narrator(Console.Out), cancellationToken);
            StartProxy(lab, cluster);
            await Scenario.ImportAsync(cluster, new Narrator(Console.Out));
            DevEnvironment.Write(lab.Topology, cluster);
        }
        catch
        {
            await lab.DisposeAsync();
            throw;
        }

        lab.Detach();
        await Console.Out.WriteLineAsync(DevEnvironment.Hints(lab.Topology));
        return 0;
    }

    private static void StartProxy(Lab lab, Cluster cluster)
    {
        string[] line =
        [
            "-c", "exec \"$@\" >>proxy.log 2>&1 </dev/null", "proxy",
            LabPaths.DotNet, LabPaths.Program, "proxy", lab.Directory,
            .. Ports.Targets(lab.Topology, cluster.Nodes.Values.Select(n => n.Host.Spec)),
        ];
        var start = new ProcessStartInfo("setsid", ["sh", .. line]) { WorkingDirectory = lab.Directory };
        using var proxy = Process.Start(start);
    }
}
