using Microkernel.Scheduling.Engine;
using Microkernel.Simulation.Cib;

namespace Microkernel.Simulation.History;

/// <summary>Reads how often resources failed on nodes, from the nodes' attributes.</summary>
internal static class FailureCounts
{
    private const string CountPrefix = "fail-count-";
    private const string LastPrefix = "last-failure-";

    public static void Read(CibWorld world)
    {
        foreach (var node in world.Cluster.Nodes)
        {
            var names = node.Attributes.Keys.Where(n => n.StartsWith(CountPrefix, StringComparison.Ordinal)).ToList();
            if (names.Count == 0)
            {
                continue;
            }

            foreach (var resource in world.Cluster.Resources.SelectMany(r => r.Primitives()))
            {
                if (Of(resource, node, world.Cluster.Options.Now) is > 0 and var count)
                {
                    world.Cluster.FailureCounts.Add((resource, node, count));
                }
            }
        }
    }

    /// <summary>Returns the failures of a resource on a node that have not expired.</summary>
    public static int Of(Resource resource, Node node, DateTimeOffset now)
    {
        var (count, last) = (0, 0L);
        foreach (var (name, value) in node.Attributes)
        {
            if (IsOf(resource, name, CountPrefix))
            {
                count = Score.Add(count, CibXml.Score(value));
            }
            else if (IsOf(resource, name, LastPrefix))
            {
                last = Math.Max(last, CibXml.Number(value, 0));
            }
        }

        var timeout = resource.Settings.FailureTimeout;
        return timeout > TimeSpan.Zero && last > 0 && now > DateTimeOffset.FromUnixTimeSeconds(last) + timeout
            ? 0 : count;
    }

    // The name is followed by nothing, by "#operation_interval", or, for anonymous instances, by their number.
    private static bool IsOf(Resource resource, string name, string prefix)
    {
        if (!name.StartsWith(prefix, StringComparison.Ordinal))
        {
            return false;
        }

        var anonymous = resource.IsInAnonymousClone;
        var id = anonymous ? resource.ConfiguredId : resource.Id;
        var rest = name.AsSpan(prefix.Length);
        if (!rest.StartsWith(id, StringComparison.Ordinal))
        {
            return false;
        }

        rest = rest[id.Length..];
        if (anonymous && rest.StartsWith(":"))
        {
            rest = rest[1..].TrimStart("0123456789");
        }

        return rest.Length == 0 || rest[0] == '#';
    }
}
