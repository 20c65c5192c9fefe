using Google.Protobuf.Collections;
using Microkernel.V1;
using Object = Microkernel.V1.Object;

namespace Microkernel.Core.State;

/// <summary>Looks up what secret references stand for, for one call of a driver.</summary>
internal static class SecretValues
{
    /// <summary>Values by parameter name; a reference to nothing is left out, and the agent then says what it misses.</summary>
    public static Dictionary<string, string> Resolve(
        ClusterSnapshot snapshot, MapField<string, SecretReference> references)
    {
        var values = new Dictionary<string, string>();
        foreach (var (parameter, reference) in references)
        {
            var secret = snapshot.Find(Object.SpecOneofCase.Secret, reference.Secret);
            if (secret is not null && secret.Secret.Values.TryGetValue(reference.Key, out var value))
                values[parameter] = value;
        }
        return values;
    }
}
