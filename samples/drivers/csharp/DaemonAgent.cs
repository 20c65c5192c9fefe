using Microkernel.Driver;
using Microkernel.Driver.V1;

namespace Microkernel.Samples.Process;

/// <summary>Runs a program that stays in the foreground as a resource. It outlives the driver.</summary>
public sealed class DaemonAgent(string folder) : IResourceAgent
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(50);

    /// <inheritdoc/>
    public string Name => "process:daemon";

    /// <inheritdoc/>
    public ValueTask<Agent> DescribeAsync(CancellationToken cancellationToken) => ValueTask.FromResult(new Agent
    {
        Name = Name,
        Summary = "Runs a program that stays in the foreground.",
        Parameters =
        {
            new Parameter
            {
                Name = "program", Type = ParameterType.String, Required = true, Summary =
                    "Absolute path of the program.",
            },
            new Parameter
            {
                Name = "arguments", Type = ParameterType.String, Summary = "Its arguments, with blanks between.",
            },
        },
        Actions = { new AgentAction { Name = "start" }, new AgentAction { Name = "stop" },
            new AgentAction { Name = "monitor" } },
    });

    /// <inheritdoc/>
    public async Task<ResourceResult> ExecuteAsync(ResourceOperation operation, CancellationToken cancellationToken)
    {
        var record = ProcessRecord.Of(folder, operation.Resource);
        return operation.Action switch
        {
            ResourceAction.Start => Start(operation, record),
            ResourceAction.Stop => await StopAsync(record, cancellationToken),
            ResourceAction.Monitor => Monitor(record),
            _ => new ResourceResult(
                Outcome.FailedEverywhere, ResourceState.Unspecified,
                    $"{Name} cannot {operation.Action}".ToLowerInvariant()),
        };
    }

    private static ResourceResult Start(ResourceOperation operation, ProcessRecord record)
    {
        if (!operation.Parameters.TryGet("program", out var program) || !Path.IsPathRooted(program))
            throw new AgentArgumentException("parameters[\"program\"]", "expected the absolute path of a program");
        // To start what runs already is success: the same order may come again.
        if (record.Find() is { } running)
        {
            running.Dispose();
            return Started;
        }
        operation.Parameters.TryGet("arguments", out var arguments);
        try
        {
            var started = DetachedProcess.Start(new ToolRun
            {
                Path = program,
                Arguments = (arguments ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries),
                IgnoreBrokenPipe = true,
            });
            record.Write(started.ProcessId);
            return Started;
        }
        catch (ToolStartException e)
        {
            return new ResourceResult(Outcome.FailedHere, ResourceState.Stopped, e.Message);
        }
    }

    private static async Task<ResourceResult> StopAsync(ProcessRecord record, CancellationToken cancellationToken)
    {
        if (record.Find() is { } process)
        {
            using (process)
            {
                await Tool.RunAsync(
                    new ToolRun { Path = "/bin/kill", Arguments = ["-TERM", $"{process.Id}"] }, cancellationToken);
                // Until the operation's timeout: then the host says that it is not known whether it has stopped.
                while (!process.HasExited && record.IsTheOne(process))
                    await Task.Delay(LookInterval, cancellationToken);
            }
        }
        record.Clear();
        return new ResourceResult(Outcome.Ok, ResourceState.Stopped);
    }

    private static ResourceResult Monitor(ProcessRecord record)
    {
        using var process = record.Find();
        return process is null
            ? new ResourceResult(Outcome.NotRunning, ResourceState.Stopped, "there is no such process")
            : Started;
    }

    private static ResourceResult Started { get; } = new(Outcome.Ok, ResourceState.Started);
}
