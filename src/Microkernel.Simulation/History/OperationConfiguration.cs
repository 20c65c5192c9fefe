using System.Xml.Linq;
using Microkernel.Scheduling.Engine;
using Microkernel.Simulation.Cib;

namespace Microkernel.Simulation.History;

/// <summary>What to do when an operation fails, in the order of how grave it is.</summary>
internal enum FailureAction
{
    Ignore,
    Demote,
    Recover,
    Ban,
    Block,
    Stop,
    Standby,
    Fence,
}

/// <summary>What is configured of a primitive's operations.</summary>
internal static class OperationConfiguration
{
    public static FailureAction OnFail(CibWorld world, Resource resource, string task, int interval)
    {
        var configuration = world.Primitives.GetValueOrDefault(resource.ConfiguredId);
        var element = Find(configuration, task, interval);
        var values = Values(world, configuration, element, task, interval);
        var text = values.GetValueOrDefault("on-fail") ?? values.GetValueOrDefault("on_fail");
        var fencing = world.Cluster.Options.FencingEnabled;
        if (task == Tasks.Demote && text == "demote")
        {
            text = null;
        }

        if (task == Tasks.Stop && text == "standby" && !fencing)
        {
            text = null;
        }

        // A failed demotion after a failed promoted monitor follows what that one says.
        if (task == Tasks.Demote && text is null)
        {
            text = PromotedMonitorOnFail(world, configuration);
        }

        return text switch
        {
            "block" => FailureAction.Block,
            "fence" => fencing ? FailureAction.Fence : FailureAction.Stop,
            "standby" => FailureAction.Standby,
            "ignore" or "nothing" => FailureAction.Ignore,
            "migrate" => FailureAction.Ban,
            "stop" => FailureAction.Stop,
            "demote" => FailureAction.Demote,
            null when task == Tasks.Stop => fencing ? FailureAction.Fence : FailureAction.Block,
            _ => FailureAction.Recover,
        };
    }

    /// <summary>Returns the monitors that recur, with the role that they are for.</summary>
    public static List<RecurringMonitor> Monitors(CibWorld world, Resource resource)
    {
        var monitors = new List<RecurringMonitor>();
        var configuration = world.Primitives[resource.ConfiguredId];
        foreach (var op in configuration.Operations.Where(o => o.Get("name") == "monitor"))
        {
            var interval = (int)CibXml.Milliseconds(op.Get("interval"));
            if (interval > 0 && CibXml.Flag(op.Get("enabled"), true))
            {
                monitors.Add(new RecurringMonitor(interval, ConstraintsReader.RoleOf(op.Get("role"))));
            }
        }

        return monitors;
    }

    private static string? PromotedMonitorOnFail(CibWorld world, PrimitiveConfiguration? configuration)
    {
        foreach (var op in configuration?.Operations ?? [])
        {
            if (op.Get("name") == "monitor"
                && ConstraintsReader.RoleOf(op.Get("role")) == ResourceRole.Promoted
                && CibXml.Flag(op.Get("enabled"), true) && CibXml.Milliseconds(op.Get("interval")) > 0)
            {
                var said = Values(world, configuration, op, "monitor",
                    (int)CibXml.Milliseconds(op.Get("interval"))).GetValueOrDefault("on-fail");
                return said == "demote" ? null : said;
            }
        }

        return null;
    }

    private static XElement? Find(PrimitiveConfiguration? configuration, string task, int interval) =>
        configuration?.Operations.FirstOrDefault(o => o.Get("name") == task
            && CibXml.Milliseconds(o.Get("interval")) == interval && CibXml.Flag(o.Get("enabled"), true));

    private static Dictionary<string, string> Values(
        CibWorld world, PrimitiveConfiguration? configuration, XElement? op, string task, int interval)
    {
        var rules = world.Rules with { Agent = configuration?.Agent, Operation = (task, interval) };
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var attribute in op?.Attributes() ?? [])
        {
            values[attribute.Name.LocalName] = attribute.Value;
        }

        world.Sets.AddTo(values, op, "meta_attributes", rules);
        world.Sets.AddTo(values, op, "instance_attributes", rules);
        world.Sets.AddTo(values, world.Configuration.Element("op_defaults"), "meta_attributes", rules);
        return values;
    }
}
