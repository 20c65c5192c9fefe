using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Microkernel.Import.Sources;
using Microkernel.V1;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.ClusterConf;

/// <summary>recovery, max_restarts and restart_expire_time of a service, on each of its resources.</summary>
internal static class RecoveryPolicy
{
    // rgmanager remembers no failure; without an end, two nodes that failed once each would be none.
    private static readonly TimeSpan RelocateMemory = TimeSpan.FromMinutes(1);

    public static void Apply(
        SourceElement element, IReadOnlyList<ObjectDraft> members, ObjectDraft draft, ImportContext context)
    {
        var resources = members.Select(m => m.Object.Resource).ToList();
        var recovery = element.Find("recovery");
        switch (recovery?.Value.Trim().ToUpperInvariant())
        {
            case null:
                ImportRestarts(element, resources, draft, context);
                break;
            case "RESTART":
                context.Say(Mapped, recovery,
                    "a failed resource is restarted; where it cannot start it goes elsewhere");
                ImportRestarts(element, resources, draft, context);
                break;
            case "RELOCATE":
                Set(resources, 1, RelocateMemory);
                context.Say(
                    ChangedMeaning,
                    recovery,
                    "migrationThreshold 1: each failure moves it; failureTimeout 1m: after that the node that it"
                        + " failed on may run it again (rgmanager forgot at once)",
                    draft);
                break;
            case "DISABLE":
                SetOnFail(resources, Operation.Start, OnFail.Stop);
                SetOnFail(resources, Operation.Monitor, OnFail.Stop);
                context.Say(Mapped, recovery, "onFail Stop of Start and Monitor: after a failure it runs nowhere");
                break;
            case "RESTART-DISABLE":
                SetOnFail(resources, Operation.Start, OnFail.Stop);
                context.Say(Mapped, recovery,
                    "onFail Stop of Start: restarted once, and when that fails it runs nowhere");
                break;
            default:
                context.Say(Error, recovery, "expected restart, relocate, disable or restart-disable", draft);
                break;
        }
    }

    /// <summary>Returns the operation of a resource, new where there is none yet.</summary>
    public static OperationSpec OperationOf(ResourceSpec resource, Operation operation)
    {
        var found = resource.Operations.FirstOrDefault(o => o.Operation == operation);
        if (found is null)
        {
            resource.Operations.Add(found = new OperationSpec { Operation = operation });
        }

        return found;
    }

    private static void ImportRestarts(
        SourceElement element, List<ResourceSpec> resources, ObjectDraft draft, ImportContext context)
    {
        if (element.Find("max_restarts") is not { } restarts
            || context.Number(restarts, 0, 1_000_000) is not { } count)
        {
            return;
        }

        var expire = element.Find("restart_expire_time");
        if (count == 0)
        {
            context.Say(Mapped, restarts, "no bound, as here");
            return;
        }

        var memory = expire is null ? TimeSpan.Zero : Seconds(expire, context);
        Set(resources, (uint)count + 1, memory);
        context.Say(
            ChangedMeaning,
            restarts,
            $"migrationThreshold {count + 1}, counted for each resource by itself; rgmanager counted restarts of the"
                + " service",
            draft);
        if (expire is not null)
        {
            context.Say(Mapped, expire, "failureTimeout of each resource");
        }
    }

    // rgmanager's times: seconds, or a number with s, m, h, d, w.
    private static TimeSpan Seconds(SourceAttribute attribute, ImportContext context)
    {
        var text = attribute.Value.Trim();
        var unit = text.Length > 0 && char.IsAsciiLetter(text[^1]) ? char.ToLowerInvariant(text[^1]) : 's';
        var digits = text.TrimEnd('s', 'm', 'h', 'd', 'w', 'S', 'M', 'H', 'D', 'W');
        var factor = unit switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86_400, 'w' => 604_800, _ => 0 };
        if (factor > 0 && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && (long)number * factor <= 604_800)
        {
            return TimeSpan.FromSeconds((long)number * factor);
        }

        context.Say(Error, attribute, "expected a time up to a week, as 300, 5m or 1h");
        return TimeSpan.Zero;
    }

    private static void Set(List<ResourceSpec> resources, uint threshold, TimeSpan memory)
    {
        foreach (var resource in resources)
        {
            resource.MigrationThreshold = threshold;
            resource.FailureTimeout = memory == TimeSpan.Zero ? null : Duration.FromTimeSpan(memory);
        }
    }

    private static void SetOnFail(List<ResourceSpec> resources, Operation operation, OnFail onFail)
    {
        foreach (var resource in resources)
        {
            OperationOf(resource, operation).OnFail = onFail;
        }
    }
}
