using Grpc.Core;
using Microkernel.Core.Drivers;
using Microkernel.Core.Fencing;
using Microkernel.Core.State;
using Microkernel.Driver.V1;
using Microkernel.Model;
using Microkernel.Model.Validation;
using Object = Microkernel.V1.Object;

namespace Microkernel.Core.Api;

/// <summary>Has this node's drivers look at the agents and parameters of resources and fence devices before they are declared.</summary>
internal sealed class AgentChecker(DriverHost drivers, SecretVault vault, NodeIdentity self)
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Finds what the agents refuse. Where no driver of this node runs such agents, as on a bare witness, this node cannot
    /// tell, and says so in a warning.
    /// </summary>
    public async Task<(IReadOnlyList<FieldProblem> Problems, IReadOnlyList<string> Warnings)> CheckAsync(
        ClusterSnapshot snapshot, IEnumerable<Object> changed, CancellationToken ct)
    {
        var problems = new List<FieldProblem>();
        var warnings = new List<string>();
        foreach (var resource in changed.Where(candidate => candidate.SpecCase == Object.SpecOneofCase.Resource))
        {
            if (drivers.ActiveFor(resource.Resource.Agent) is not { } driver)
            {
                warnings.Add($"{resource.Title()}: no driver on {self.Node} runs {resource.Resource.Agent}, so its agent was not asked");
                continue;
            }
            foreach (var (problem, warning) in await AskAsync(driver, resource, snapshot, ct))
                if (warning) warnings.Add(problem.ToString());
                else problems.Add(problem);
        }
        foreach (var device in changed.Where(candidate => candidate.SpecCase == Object.SpecOneofCase.FenceDevice))
            foreach (var (problem, warning) in await AskAsync(device, ct))
                if (warning) warnings.Add(problem.ToString());
                else problems.Add(problem);
        return (problems, warnings);
    }

    /// <summary>Fence agents differ between hosts less than their parameters do: only a missing agent is an error.</summary>
    private async Task<IReadOnlyList<(FieldProblem Problem, bool Warning)>> AskAsync(Object device, CancellationToken ct)
    {
        var spec = device.FenceDevice;
        FieldProblem About(string field, string? value, string message, string? expected = null) =>
            new(device.KindName(), device.Name(), field, value, message, expected);
        if (spec.Agent == WatchdogFence.Agent) return [];
        if (drivers.Active(Capability.Fencing) is not { } driver)
            return [(About("spec.agent", spec.Agent, $"no fencing driver acts on {self.Node}, so the agent was not asked"), true)];
        try
        {
            var described = await driver.Control.DescribeAgentAsync(
                new DescribeAgentRequest { Agent = "fence:" + spec.Agent },
                deadline: DateTime.UtcNow + CallTimeout, cancellationToken: ct);
            var known = described.Agent.Parameters.Select(parameter => parameter.Name).ToHashSet();
            return
            [
                .. spec.Parameters.Keys.Concat(spec.SecretParameters.Keys)
                    .Where(name => known.Count > 0 && !known.Contains(name) && name is not "action")
                    .Select(name => (About($"spec.parameters.{name}", null, $"{spec.Agent} knows no such parameter"), true)),
            ];
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
        {
            return [(About("spec.agent", spec.Agent, $"{self.Node} has no such agent",
                "the name of an installed one, as fence_ipmilan or external/rackpdu"), false)];
        }
        catch (RpcException e)
        {
            return [(About("spec.agent", spec.Agent,
                $"the fencing driver on {self.Node} could not be asked: {e.Status.Detail}"), true)];
        }
    }

    private async Task<IReadOnlyList<(FieldProblem Problem, bool Warning)>> AskAsync(
        DriverConnection driver, Object resource, ClusterSnapshot snapshot, CancellationToken ct)
    {
        var spec = resource.Resource;
        var request = new ValidateRequest { Agent = spec.Agent };
        request.Parameters.Add(spec.Parameters);
        foreach (var (name, value) in vault.Resolve(snapshot, spec.SecretParameters))
            request.SecretParameters[name] = value;
        // A secret that is declared in the same apply is not known here yet: any value stands for it.
        foreach (var name in spec.SecretParameters.Keys)
            if (!request.SecretParameters.ContainsKey(name))
                request.SecretParameters[name] = "?";
        try
        {
            var response = await driver.Resources.ValidateAsync(
                request, deadline: DateTime.UtcNow + CallTimeout, cancellationToken: ct);
            return [.. response.Problems.Select(problem => (Field(resource, problem), problem.Warning))];
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
        {
            return [(new FieldProblem(
                resource.KindName(), resource.Name(), "spec.agent", spec.Agent, $"{self.Node} has no such agent",
                "the full name of an installed one, as ocf:heartbeat:IPaddr2"), false)];
        }
        catch (RpcException e)
        {
            return [(new FieldProblem(
                resource.KindName(), resource.Name(), "spec.agent", spec.Agent,
                $"the driver on {self.Node} could not be asked: {e.Status.Detail}"), true)];
        }
    }

    private static FieldProblem Field(Object resource, ParameterProblem problem) => new(
        resource.KindName(), resource.Name(),
        problem.Parameter.Length > 0 ? $"spec.parameters.{problem.Parameter}" : "spec.parameters", null, problem.Message);
}
