using Microkernel.Core.Configuration;
using Microkernel.Security;

namespace Microkernel.Core.Security;

/// <summary>Keeps this node's data keys on disk and in use.</summary>
internal sealed class DataKeyHolder(DataKeyRing ring, CoreOptions options)
{
    private readonly Lock _lock = new();

    /// <summary>Replaces the keys: on disk first. Older sets than what is held are left alone.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public void Replace(IReadOnlyList<DataKey> keys)
    {
        lock (_lock)
        {
            if (keys.Count == 0 || keys.Max(key => key.Id) < ring.NewestId) return;
            DataKeyFile.Write(options.Pki.DataKeys, keys.OrderByDescending(key => key.Id));
            ring.Replace(keys);
        }
    }
}
