using Microkernel.Core.State;
using Object = Microkernel.V1.Object;

namespace Microkernel.Core.Resources;

/// <summary>What a driver must be told to act on a resource, secrets in the clear: never log or keep it.</summary>
internal sealed record ResourceDefinition(
    string Name, string Agent, ulong Generation, IReadOnlyDictionary<string, string> Parameters,
    IReadOnlyDictionary<string, string> SecretParameters)
{
    /// <summary>The definition by which a resource is declared now; null when it is not declared.</summary>
    public static ResourceDefinition? Declared(ClusterSnapshot snapshot, SecretVault vault, string resource)
    {
        if (snapshot.Find(Object.SpecOneofCase.Resource, resource) is not { } found) return null;
        return new ResourceDefinition(
            resource, found.Resource.Agent, found.Metadata.Generation, found.Resource.Parameters,
            vault.Resolve(snapshot, found.Resource.SecretParameters));
    }
}
