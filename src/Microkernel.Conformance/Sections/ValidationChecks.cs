using Grpc.Core;
using Microkernel.Driver.V1;

namespace Microkernel.Conformance.Sections;

/// <summary>Parameters that are looked at before anything is done.</summary>
internal static class ValidationChecks
{
    private const string Unknown = "verify_no_such_parameter";

    public static IReadOnlyList<Check> All { get; } = new CheckList("Validation")
        .Add("Parameters of an agent that is not there are not found, and the message names it.", s =>
        {
            s.Needs(Capability.Resources);
            return Expect.RefusalAsync(
                StatusCode.NotFound, Validate(s, new ValidateRequest { Agent = s.UnknownAgent }), s.UnknownAgent);
        }, "Validate NOT_FOUND")
        .Add("A parameter that is open and secret is refused by that field's name.", s => Expect.RefusalAsync(
            StatusCode.InvalidArgument, Validate(s, new ValidateRequest
            {
                Agent = s.AgentOf(Capability.Resources),
                Parameters = { { "verify", "a" } },
                SecretParameters = { { "verify", "b" } },
            }), "parameters"), "Validate INVALID_ARGUMENT")
        .Add("Good parameters have no problems.", async s =>
        {
            var problems = await ProblemsAsync(s, _ => { });
            Expect.That(problems.All(problem => problem.Warning), "no problem but warnings",
                string.Join("; ", problems));
        }, "Validate OK")
        .Add("A parameter that the agent does not know is told by its name.", async s =>
        {
            var problems = await ProblemsAsync(s, request => request.Parameters[Unknown] = "1");
            Expect.That(problems.Any(problem => problem.Parameter == Unknown), $"a problem of {Unknown}",
                string.Join("; ", problems));
        })
        .Add("A required parameter that is missing is told by its name.", async s =>
        {
            var agent = s.AgentOf(Capability.Resources);
            var description = await Expect.AnswerAsync(s.Driver.DescribeAgentAsync(
                new DescribeAgentRequest { Agent = agent }, deadline: s.Later, cancellationToken: s.Cancel));
            var required = description.Agent.Parameters.FirstOrDefault(parameter => parameter.Required)?.Name;
            Expect.Needs(required is not null, $"{agent} has no required parameter");
            var problems = await ProblemsAsync(s, request => request.Parameters.Remove(required!));
            Expect.That(problems.Any(problem => problem.Parameter == required), $"a problem of {required}",
                string.Join("; ", problems));
        })
        .Checks;

    private static AsyncUnaryCall<ValidateResponse> Validate(Subject s, ValidateRequest request) =>
        s.Resources.ValidateAsync(request, deadline: s.Later, cancellationToken: s.Cancel);

    private static async Task<IReadOnlyList<ParameterProblem>> ProblemsAsync(Subject s, Action<ValidateRequest> change)
    {
        var request = new ValidateRequest
        {
            Agent = s.AgentOf(Capability.Resources),
            Parameters =
            { s.Options.Parameters }
        };
        change(request);
        return (await Expect.AnswerAsync(Validate(s, request))).Problems;
    }
}
