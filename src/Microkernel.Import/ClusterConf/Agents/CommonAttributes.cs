using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Microkernel.Import.Sources;
using Microkernel.Model;
using Microkernel.V1;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.ClusterConf.Agents;

/// <summary>
/// Attributes and elements that rgmanager takes at every resource: __independent_subtree, action, and so on.
/// </summary>
internal static class CommonAttributes
{
    private const string Counters = "failures are counted for each resource: migrationThreshold, failureTimeout";

    public static void Map(ServiceElement element, ObjectDraft draft, ImportContext context)
    {
        foreach (var attribute in element.Place.Attributes.Where(
            a => a.Name.StartsWith("__", StringComparison.Ordinal)))
        {
            MapAttribute(attribute, draft, context);
        }

        foreach (var action in element.Definition.TakeChildren("action"))
        {
            MapAction(action, draft, context);
        }
    }

    private static void MapAttribute(SourceAttribute attribute, ObjectDraft draft, ImportContext context)
    {
        switch (attribute.Name)
        {
            case "__independent_subtree" when attribute.Value is "2" or "non-critical":
                context.Say(
                    ChangedMeaning,
                    attribute,
                    "rgmanager let the rest run on when it failed; in a Group what comes after it is restarted with it",
                    draft);
                break;
            case "__independent_subtree":
                context.Say(
                    ChangedMeaning,
                    attribute,
                    "rgmanager restarted it and what is in it alone; in a Group all that comes after it is restarted",
                    draft);
                break;
            case "__enforce_timeouts":
                context.Say(Mapped, attribute, "timeouts always hold here");
                break;
            case "__max_restarts" or "__restart_expire_time" or "__max_failures" or "__failure_expire_time":
                context.Say(NoCounterpart, attribute, Counters, draft);
                break;
        }
    }

    private static void MapAction(SourceElement action, ObjectDraft draft, ImportContext context)
    {
        var operation = action.Take("name") switch
        {
            "start" => Operation.Start,
            "stop" => Operation.Stop,
            "status" or "monitor" => Operation.Monitor,
            _ => Operation.Unspecified,
        };
        if (operation == Operation.Unspecified)
        {
            action.TakeWhole();
            context.Say(NoCounterpart, action, "there is no such operation", draft);
            return;
        }

        if (action.Find("depth") is { Value: not ("0" or "*") } depth)
        {
            action.TakeWhole();
            context.Say(NoCounterpart, action, $"monitors have no depth; this was depth {depth.Value}", draft);
            return;
        }

        var spec = RecoveryPolicy.OperationOf(draft.Object.Resource, operation);
        if (Seconds(action.Take("timeout")) is { } timeout)
        {
            spec.Timeout = timeout;
        }

        if (operation == Operation.Monitor && Seconds(action.Take("interval")) is { } interval)
        {
            spec.Interval = interval;
        }

        action.TakeWhole();
        context.Say(Mapped, action, $"{draft.Object.Title()} operation {operation}");
    }

    private static Duration? Seconds(string? text)
    {
        var trimmed = text?.Trim() ?? string.Empty;
        var factor = trimmed.Length > 0 && trimmed[^1] is ('m' or 'M') ? 60 : trimmed.EndsWith('h') ? 3600 : 1;
        return int.TryParse(trimmed.TrimEnd('s', 'm', 'h', 'S', 'M', 'H'), NumberStyles.None,
            CultureInfo.InvariantCulture, out var n)
            && n is > 0 and < 1_000_000
            ? Duration.FromTimeSpan(TimeSpan.FromSeconds((long)n * factor))
            : null;
    }
}
