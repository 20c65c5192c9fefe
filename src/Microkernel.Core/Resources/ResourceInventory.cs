using Microkernel.Core.Drivers.Swapping;
using Microkernel.Core.State;
using Microkernel.Driver.V1;

namespace Microkernel.Core.Resources;

/// <summary>What may be active on this node, for an instance of a driver that shall take it over.</summary>
internal sealed class ResourceInventory(LocalResources local, ClusterTracker tracker, SecretVault vault)
    : IResourceInventory
{
    public IReadOnlyList<AdoptedResource> ActiveBy(IReadOnlyCollection<string> agentClasses)
    {
        var found = new List<AdoptedResource>();
        foreach (var (name, record) in local.MaybeActive())
        {
            // What was never started has no agent recorded; what is there is then not known, and nothing to compare.
            if (!agentClasses.Contains(record.Agent.Split(':')[0])) continue;
            var declared = ResourceDefinition.Declared(tracker.Current, vault, name);
            var adopted = new AdoptedResource
            {
                Resource = name,
                SpecGeneration = declared?.Generation ?? 0,
                Agent = record.Agent,
                Parameters = { record.Parameters },
            };
            if (declared is not null)
                foreach (var (parameter, value) in declared.SecretParameters) adopted.SecretParameters[parameter] =
                    value;
            found.Add(adopted);
        }
        return found;
    }
}
