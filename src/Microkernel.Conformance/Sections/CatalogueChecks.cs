using Grpc.Core;
using Microkernel.Driver.V1;

namespace Microkernel.Conformance.Sections;

/// <summary>The agents of the driver and what they take.</summary>
internal static class CatalogueChecks
{
    private const int DescribedMax = 10;

    public static IReadOnlyList<Check> All { get; } = new CheckList("Catalogue")
        .Add("The driver lists its agents by full name, sorted, each once, each of a class that it announced.",
            async s =>
        {
            var agents = await ListAsync(s);
            var classes = s.Handshake?.AgentClasses ?? [];
            Expect.That(
                agents.SequenceEqual(agents.Distinct().Order(StringComparer.Ordinal)), "names in byte order, each once",
                string.Join(", ", agents.Take(10)));
            var other = agents.FirstOrDefault(agent =>
                !classes.Any(c => agent.StartsWith(c + ":", StringComparison.Ordinal)));
            Expect.That(other is null, $"names that begin with {string.Join(": or ", classes)}:", other);
        })
        .Add("It describes each agent: its name, its parameters each once and typed, its actions.", async s =>
        {
            var agents = await ListAsync(s);
            Expect.Needs(agents.Count > 0, "the driver lists no agents");
            foreach (var name in agents.Where(name => s.Options.Agent is null
                || name == s.Options.Agent).Take(DescribedMax))
                CheckDescription(name, await DescribeAsync(s, name));
        }, "DescribeAgent FAILED_PRECONDITION")
        .Add("A description that is asked for without a name is refused by that field's name.", s =>
            Expect.RefusalAsync(
            StatusCode.InvalidArgument, Describe(s, ""), "agent"), "DescribeAgent INVALID_ARGUMENT")
        .Add("An agent that is not there is not found, and the message names it.", s => Expect.RefusalAsync(
            StatusCode.NotFound, Describe(s, s.UnknownAgent), s.UnknownAgent), "DescribeAgent NOT_FOUND")
        .Add("Names that would lead to other files are not found either.", async s =>
        {
            foreach (var name in (string[])["../../etc/passwd", $"{s.UnknownAgent}/../../../bin/sh"])
            {
                try
                {
                    await Describe(s, name);
                    throw new CheckFailedException($"expected a refusal of \"{name}\", got a description");
                }
                catch (RpcException e)
                {
                    Expect.That(
                        e.StatusCode is StatusCode.NotFound or StatusCode.InvalidArgument,
                            "NOT_FOUND or INVALID_ARGUMENT",
                        Expect.Name(e.StatusCode));
                }
            }
        })
        .Checks;

    private static void CheckDescription(string name, Agent? agent)
    {
        // An agent whose own description cannot be read is the agent's fault.
        if (agent is null) return;
        Expect.That(agent.Name == name, $"the agent {name}", agent.Name);
        var names = agent.Parameters.Select(parameter => parameter.Name).ToList();
        Expect.That(
            names.All(parameter => parameter.Length > 0) && names.Distinct().Count() == names.Count,
            $"{name} to have parameters with names, each once", string.Join(", ", names));
        foreach (var parameter in agent.Parameters)
        {
            Expect.That(Enum.IsDefined(parameter.Type), $"a known type of {name}'s {parameter.Name}", parameter.Type);
            Expect.That(
                parameter.Type != ParameterType.Select || parameter.Options.Count > 0,
                $"options of {name}'s {parameter.Name}, which is one out of them", "none");
            Expect.That(
                !parameter.Secret || parameter.DefaultValue.Length == 0,
                    $"no default of {name}'s secret {parameter.Name}", "one");
        }
        Expect.That(
            agent.Actions.All(action => action.Name.Length > 0), $"actions of {name} with names", "one without");
    }

    private static async Task<IReadOnlyList<string>> ListAsync(Subject s) => (await Expect.AnswerAsync(
        s.Driver.ListAgentsAsync(new ListAgentsRequest(), deadline: s.Soon, cancellationToken: s.Cancel))).Agents;

    private static AsyncUnaryCall<DescribeAgentResponse> Describe(Subject s, string agent) =>
        s.Driver.DescribeAgentAsync(
            new DescribeAgentRequest { Agent = agent }, deadline: s.Later, cancellationToken: s.Cancel);

    private static async Task<Agent?> DescribeAsync(Subject s, string agent)
    {
        try
        {
            return (await Describe(s, agent)).Agent;
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.FailedPrecondition)
        {
            return null;
        }
    }
}
