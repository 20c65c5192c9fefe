using System.Xml.Linq;
using Microkernel.Scheduling.Engine;

namespace Microkernel.Simulation.Cib;

/// <summary>A CIB read into the scheduler's terms.</summary>
internal sealed class CibWorld
{
    private CibWorld(XElement cib, DateTimeOffset now)
    {
        Cib = cib;
        Sets = new AttributeSets(cib);
        Rules = new RuleContext(now);
        Cluster.Options.Now = now;
    }

    public XElement Cib { get; }

    public XElement Configuration => Cib.Element("configuration")!;

    public AttributeSets Sets { get; }

    public RuleContext Rules { get; }

    public Cluster Cluster { get; } = new();

    /// <summary>Gets what is said of each primitive's operations, by the configured id.</summary>
    public Dictionary<string, PrimitiveConfiguration> Primitives { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets what templates stand for.</summary>
    public Dictionary<string, List<string>> Templates { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets what tags stand for.</summary>
    public Dictionary<string, List<string>> Tags { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads a CIB.</summary>
    /// <param name="cib">The root element.</param>
    /// <param name="now">The time that rules and failures are judged at.</param>
    public static CibWorld Read(XElement cib, DateTimeOffset now)
    {
        var world = new CibWorld(cib, now);
        OptionsReader.Read(world);
        NodesReader.Read(world);
        ResourcesReader.Read(world);
        StatusReader.ReadNodes(world);
        History.HistoryReader.Read(world);
        ConstraintsReader.Read(world);
        return world;
    }
}
