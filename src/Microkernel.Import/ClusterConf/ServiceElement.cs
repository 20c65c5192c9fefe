using Microkernel.Import.Sources;

namespace Microkernel.Import.ClusterConf;

/// <summary>
/// A resource in the tree of a service: where it stands, and what it says there or in &lt;resources&gt;.
/// </summary>
/// <param name="Place">The element in the service.</param>
/// <param name="Definition">The element with its attributes: itself, or the one in &lt;resources&gt; that ref
/// names.</param>
/// <param name="Parent">What it is in; null right below the service.</param>
/// <param name="Level">Its level in the start order of its parent; null for types without one.</param>
internal sealed record ServiceElement(
    SourceElement Place, SourceElement Definition, ServiceElement? Parent, int? Level)
{
    /// <summary>Gets the type of resource.</summary>
    public string Type => Place.Name;

    /// <summary>Gets the name, or what stands for one.</summary>
    public string Name => Take("name")
        ?? (Take("address") is { } address ? ObjectNamer.Valid($"ip-{Bare(address)}") : Type);

    /// <summary>Returns the value of an attribute of the definition and notes that it is dealt with.</summary>
    public string? Take(string attribute) => Definition.Take(attribute);

    /// <summary>
    /// Returns the value of an attribute here, else of the nearest ancestor that has one of the names.
    /// </summary>
    public string? Inherit(params string[] attributes)
    {
        for (var element = this; element is not null; element = element.Parent)
        {
            foreach (var attribute in attributes)
            {
                if (element.Take(attribute) is { Length: > 0 } value)
                {
                    return value;
                }
            }
        }

        return null;
    }

    private static string Bare(string address) => address.Split('/')[0];
}
