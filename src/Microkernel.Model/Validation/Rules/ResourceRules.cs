using Microkernel.V1;

namespace Microkernel.Model.Validation.Rules;

/// <summary>Resources and their operations.</summary>
internal static class ResourceRules
{
    public static void Check(V1.Object o, ProblemCollector problems)
    {
        if (o.Resource is not { } resource)
        {
            return;
        }

        if (resource.Agent.Length > 0 && !AgentNames.IsResourceAgent(resource.Agent))
        {
            problems.Add(
                o, "spec.agent", resource.Agent, "Not the full name of an agent", AgentNames.ExpectedResourceAgent);
        }

        ParameterRules.CheckSecretsApart(
            o, resource.Parameters.Keys, resource.SecretParameters.Keys, "spec.secretParameters", problems);
        var seen = new HashSet<(Operation, Role)>();
        for (var i = 0; i < resource.Operations.Count; i++)
        {
            CheckOperation(o, resource.Operations[i], $"spec.operations[{i}]", seen, problems);
        }
    }

    private static void CheckOperation(
        V1.Object o, OperationSpec operation, string path, HashSet<(Operation, Role)> seen,
        ProblemCollector problems)
    {
        var name = EnumNames.Format(
            OperationSpec.Descriptor.FindFieldByName("operation").EnumType, (int)operation.Operation);
        if (operation.Operation == Operation.Unspecified)
        {
            problems.Add(o, $"{path}.operation", null, "Missing", "Start, Stop, Monitor or another one");
        }
        else if (!seen.Add((operation.Operation, operation.Role)))
        {
            problems.Add(o, $"{path}.operation", name, "The operation is here twice");
        }

        CheckMonitorOnly(o, operation, name, path, problems);

        if (operation.Interval is { } interval)
        {
            if (operation.Operation != Operation.Monitor)
            {
                problems.Add(o, $"{path}.interval", null, $"{name} does not recur", "an interval for Monitor alone");
            }
            else if (interval.ToTimeSpanOrNull() is { Ticks: < TimeSpan.TicksPerMillisecond and >= 0 })
            {
                problems.Add(o, $"{path}.interval", "0s", "Out of range", "1ms or more");
            }
        }

        if (operation.Timeout.ToTimeSpanOrNull() == TimeSpan.Zero)
        {
            problems.Add(o, $"{path}.timeout", "0s", "Out of range", "more than 0s");
        }

        if (operation.OnFail == OnFail.Demote && !CanDemote(operation))
        {
            problems.Add(
                o, $"{path}.onFail", "Demote", "Only what is promoted can be demoted",
                "it with Promote, or with Monitor and role Promoted");
        }

        if (operation is { OnFail: OnFail.Ignore, Operation: Operation.Stop })
        {
            problems.Add(
                o,
                $"{path}.onFail",
                "Ignore",
                "A failed stop cannot be ignored: the resource would run twice",
                "Fence, Block, Stop or Standby");
        }
    }

    private static bool CanDemote(OperationSpec operation) => operation.Operation == Operation.Promote
        || operation is { Operation: Operation.Monitor, Role: Role.Promoted };

    private static void CheckMonitorOnly(
        V1.Object o, OperationSpec operation, string name, string path, ProblemCollector problems)
    {
        if (operation.Operation == Operation.Monitor)
        {
            return;
        }

        if (operation.Role != Role.Unspecified)
        {
            problems.Add(o, $"{path}.role", $"{operation.Role}", $"{name} has no role", "a role for Monitor alone");
        }

        if (operation is { HasEnabled: true, Enabled: false })
        {
            problems.Add(o, $"{path}.enabled", "false", $"{name} cannot be left out", "it with Monitor alone");
        }
    }
}
