using System.Xml.Linq;
using Microkernel.Scheduling.Engine;
using Microkernel.Simulation.Cib;
using Microkernel.Simulation.Playing;

namespace Microkernel.Simulation;

/// <summary>Plans what Pacemaker's cluster information base asks for, and plays it to its end.</summary>
public static class CibSimulation
{
    // One transition may leave something to do, as when a probe finds what nobody expected; people look at one.
    /// <summary>Plays one transition, every action of which succeeds.</summary>
    /// <param name="cib">The CIB: configuration and status, as XML.</param>
    /// <param name="options">What happens before, and when it is.</param>
    /// <exception cref="System.Xml.XmlException">It is no XML.</exception>
    /// <exception cref="FormatException">It is no CIB, or an option names what is not there.</exception>
    public static SimulationResult Run(string cib, CibSimulationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var root = CibXml.Parse(cib);
        if (root.Element("status") is null)
        {
            root.Add(new XElement("status"));
        }

        var now = options.Now ?? LatestChange(root);
        Faults.Inject(root, options);
        var world = CibWorld.Read(root, now);
        var transition = TransitionPlanner.Plan(world.Cluster);
        new TransitionPlayer(world).Play(transition);
        var fenced = transition.Steps.Where(s => s.Action?.Task == Tasks.Fence)
            .Select(s => s.Action!.Node!.Name).Order(StringComparer.Ordinal).ToList();
        var after = CibWorld.Read(root, now);
        return ResultWriter.Write(transition, fenced, after);
    }

    /// <summary>Plays a transition, and then what is still to be done.</summary>
    /// <param name="cib">The CIB: configuration and status, as XML.</param>
    /// <param name="options">What happens before, and when it is.</param>
    /// <returns>The second transition; it has no actions where the first one led to rest.</returns>
    /// <exception cref="System.Xml.XmlException">It is no XML.</exception>
    /// <exception cref="FormatException">It is no CIB, or an option names what is not there.</exception>
    public static SimulationResult RunTwice(string cib, CibSimulationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var root = CibXml.Parse(cib);
        var world = CibWorld.Read(root, options.Now ?? LatestChange(root));
        new TransitionPlayer(world).Play(TransitionPlanner.Plan(world.Cluster));
        return Run(root.ToString(), options);
    }

    /// <summary>Plans one transition, and tells what decided where each primitive goes.</summary>
    /// <param name="cib">The CIB: configuration and status, as XML.</param>
    /// <param name="options">What happens before, and when it is.</param>
    /// <exception cref="System.Xml.XmlException">It is no XML.</exception>
    /// <exception cref="FormatException">It is no CIB, or an option names what is not there.</exception>
    public static PlannedTransition Plan(string cib, CibSimulationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var root = CibXml.Parse(cib);
        if (root.Element("status") is null)
        {
            root.Add(new XElement("status"));
        }

        Faults.Inject(root, options);
        var world = CibWorld.Read(root, options.Now ?? LatestChange(root));
        var transition = TransitionPlanner.Plan(world.Cluster);
        return PlanWriter.Write(world.Cluster, transition);
    }

    // Without a time of its own a saved state is judged as of when it was saved.
    private static DateTimeOffset LatestChange(XElement root) =>
        CibXml.Number(root.Get("execution-date"), 0) is > 0 and var seconds
            ? DateTimeOffset.FromUnixTimeSeconds(seconds) : DateTimeOffset.UnixEpoch;
}
