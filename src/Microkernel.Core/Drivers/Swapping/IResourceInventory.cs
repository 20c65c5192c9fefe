using Microkernel.Driver.V1;

namespace Microkernel.Core.Drivers.Swapping;

/// <summary>Knows the resources of this node.</summary>
internal interface IResourceInventory
{
    /// <summary>What may be active here by agents of these classes, with all that a look at it needs.</summary>
    IReadOnlyList<AdoptedResource> ActiveBy(IReadOnlyCollection<string> agentClasses);
}
