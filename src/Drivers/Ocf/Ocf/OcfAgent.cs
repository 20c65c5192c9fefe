using Microkernel.Driver;
using Microkernel.Driver.V1;

namespace Microkernel.Drivers.Ocf;

/// <summary>One OCF agent: a program that takes an action as its argument and all else from its environment.</summary>
internal sealed class OcfAgent(
    string name, string provider, string type, string path, string root, AgentMetadataCache metadata) : IResourceAgent
{
    /// <summary>How long an agent may take to tell about itself, and to validate parameters.</summary>
    private static readonly TimeSpan QuestionTimeout = TimeSpan.FromSeconds(20);

    private readonly OcfEnvironment _environment = new(root, provider, type);

    public string Name => name;

    public async ValueTask<Agent> DescribeAsync(CancellationToken cancellationToken) =>
        await metadata.GetAsync(path, AskMetadataAsync, cancellationToken);

    public async Task<ResourceResult> ExecuteAsync(ResourceOperation operation, CancellationToken cancellationToken)
    {
        var action = operation.Action == ResourceAction.Reload
            ? await ReloadActionAsync(cancellationToken)
            : OcfAction.NameOf(operation.Action);
        if (action is null)
            return new ResourceResult(
                Outcome.FailedHere, ResourceState.Unspecified, $"{name} has no reload or reload-agent action");
        ToolResult result;
        try
        {
            result = await Tool.RunAsync(
                new ToolRun
                {
                    Path = path,
                    Arguments = [action],
                    Environment = _environment.Of(operation, action),
                    Secrets = operation.Parameters.SecretValues,
                },
                cancellationToken);
        }
        catch (ToolStartException e)
        {
            return new ResourceResult(Outcome.FailedHere, ResourceState.Unspecified, e.Message);
        }
        return OcfOutcome.Of(operation, result);
    }

    public async Task<IReadOnlyList<ParameterProblem>> ValidateAsync(
        AgentParameters parameters, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(QuestionTimeout);
        try
        {
            var result = await Tool.RunAsync(
                new ToolRun
                {
                    Path = path,
                    Arguments = ["validate-all"],
                    Environment = _environment.OfValidation(parameters),
                    Secrets = parameters.SecretValues,
                },
                limit.Token);
            // Optional in the specification: an agent that has no such action has nothing to say.
            return result.ExitCode is OcfExitCode.Success or OcfExitCode.Unimplemented && !result.TimedOut
                ? []
                : [new ParameterProblem { Message = OcfOutcome.Reason(result) }];
        }
        catch (ToolStartException e)
        {
            return [new ParameterProblem { Message = e.Message }];
        }
    }

    /// <summary>
    /// Finds what OCF 1.1 calls reload-agent, or the older reload, which is not called in its presence.
    /// </summary>
    private async Task<string?> ReloadActionAsync(CancellationToken cancellationToken)
    {
        try
        {
            var actions = (await DescribeAsync(cancellationToken)).Actions.Select(action => action.Name).ToHashSet();
            return actions.Contains("reload-agent") ? "reload-agent" : actions.Contains("reload") ? "reload" : null;
        }
        catch (AgentMetadataException)
        {
            return null;
        }
    }

    private async Task<Agent> AskMetadataAsync()
    {
        using var limit = new CancellationTokenSource(QuestionTimeout);
        ToolResult result;
        try
        {
            result = await Tool.RunAsync(
                new ToolRun
                {
                    Path = path,
                    Arguments = ["meta-data"],
                    Environment = _environment.OfMetadata(),
                    SeparateOutput = true,
                },
                limit.Token);
        }
        catch (ToolStartException e)
        {
            throw new AgentMetadataException(e.Message, e);
        }
        if (result.TimedOut || result.StandardOutput.Length == 0)
            throw new AgentMetadataException($"meta-data {result.Ending}: {result.Output}");
        // Some agents print their metadata and exit with an error where their program is not installed.
        return AgentMetadata.Parse(name, result.StandardOutput);
    }
}
