namespace Microkernel.Model.Validation.Rules;

/// <summary>Fence devices and levels.</summary>
internal static class FencingRules
{
    private const uint LevelMax = 9;
    private const uint AttemptsMax = 10;
    private const string ExternalPrefix = "external/";

    public static void Check(V1.Object o, ProblemCollector problems)
    {
        if (o.FenceDevice is { } device)
        {
            if (device.Agent.Length > 0 && !AgentNames.IsFenceAgent(device.Agent))
            {
                problems.Add(o, "spec.agent", device.Agent, "Not the name of a fence agent",
                    "a name, as fence_ipmilan or external/rackpdu");
            }

            if (device.TrustAgent && !device.Agent.StartsWith(ExternalPrefix, StringComparison.Ordinal))
            {
                problems.Add(o, "spec.trustAgent", "true", "Not for this agent, which is asked whether the node is off",
                    "false, or an agent external/NAME");
            }

            if (device.Attempts > AttemptsMax)
            {
                problems.Add(o, "spec.attempts", $"{device.Attempts}", "Out of range", $"1 to {AttemptsMax}");
            }

            ParameterRules.CheckSecretsApart(
                o, device.Parameters.Keys, device.SecretParameters.Keys, "spec.secretParameters", problems);
            RequireNotZero(o, device.Timeout.ToTimeSpanOrNull(), "spec.timeout", problems);
            RequireNotZero(o, device.MonitorInterval.ToTimeSpanOrNull(), "spec.monitorInterval", problems);
        }
        else if (o.FencingLevel is { } level)
        {
            if (level.Level is 0 or > LevelMax)
            {
                problems.Add(o, "spec.level", $"{level.Level}", "Out of range", $"1 to {LevelMax}");
            }

            for (var i = 0; i < level.Devices.Count; i++)
            {
                var step = level.Devices[i];
                ParameterRules.CheckSecretsApart(
                    o, step.Parameters.Keys, step.SecretParameters.Keys, $"spec.devices[{i}].secretParameters",
                    problems);
            }
        }
    }

    private static void RequireNotZero(V1.Object o, TimeSpan? span, string path, ProblemCollector problems)
    {
        if (span == TimeSpan.Zero)
        {
            problems.Add(o, path, "0s", "Out of range", "more than 0s");
        }
    }
}
