using Microkernel.Import.Sources;
using Microkernel.Model;
using Microkernel.V1;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.Cib;

/// <summary>What the parts of an import of one CIB know of each other.</summary>
internal sealed class CibScope(SourceElement configuration, ImportContext context)
{
    private readonly Dictionary<string, CibReference> _references = new(StringComparer.Ordinal);

    public SourceElement Configuration => configuration;

    public ImportContext Context => context;

    /// <summary>Gets the object with facts of the cluster as a whole.</summary>
    public ObjectDraft Cluster { get; } = context.Cluster(configuration);

    /// <summary>Gets defaults of resources and operations that each resource takes over.</summary>
    public CibDefaults Defaults { get; } = new();

    /// <summary>Gets templates of primitives by their ids.</summary>
    public Dictionary<string, SourceElement> Templates { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets the devices that fence, in the order of the file.</summary>
    public List<CibStonithDevice> Devices { get; } = [];

    /// <summary>Gets members of tags by the tags' ids.</summary>
    public Dictionary<string, IReadOnlyList<string>> Tags { get; } = new(StringComparer.Ordinal);

    /// <summary>Returns the children of sections of a name.</summary>
    public IEnumerable<SourceElement> In(string section) =>
        configuration.TakeChildren(section).ToList().SelectMany(s => s.Children);

    /// <summary>Lets constraints name an object by an id of the file.</summary>
    public void Refer(string id, string name, bool isPromoted = false, bool isDevice = false) =>
        _references[id] = new CibReference(name, isPromoted, isDevice);

    /// <summary>Finds what an id of the file names; null, and an entry in the report, when it is nothing to
    /// place.</summary>
    public CibReference? Find(string? id, SourceElement constraint)
    {
        if (id is not null && _references.TryGetValue(id, out var found) && !found.IsDevice)
        {
            return found;
        }

        constraint.TakeWhole();
        var isDevice = id is not null && _references.TryGetValue(id, out var device) && device.IsDevice;
        context.Say(
            NoCounterpart,
            constraint,
            isDevice ? "a fence device is not placed: every node reaches it by itself, and none fences itself"
                : $"there is no resource {id}; Pacemaker ignores it too");
        return null;
    }

    /// <summary>Returns the ids of a tag, or the id itself.</summary>
    public IReadOnlyList<string> Expand(string id) => Tags.GetValueOrDefault(id) ?? [id];

    /// <summary>Claims a name for an object of a kind.</summary>
    public string Claim(string kindName, string id)
    {
        Kinds.TryGet(kindName, out var kind);
        return context.Names.Claim(kind!, id);
    }

    /// <summary>Reports what is left, and what Pacemaker does by default and this does not.</summary>
    public void Finish()
    {
        if (!Cluster.Object.Cluster.HasStickiness)
        {
            Cluster.Object.Cluster.Stickiness = 0;
            Cluster.Comment("spec.stickiness", "Pacemaker's default");
        }
    }
}

/// <summary>What an id of the file names.</summary>
/// <param name="Name">Name of the Resource or Group.</param>
/// <param name="IsPromoted">What ran in the old cluster is the promoted role now.</param>
/// <param name="IsDevice">It is a fence device.</param>
internal sealed record CibReference(string Name, bool IsPromoted, bool IsDevice);
