using System.Collections.Immutable;

namespace Microkernel.Core.Fencing;

/// <summary>Fence devices that have let this node in, in this life of its core.</summary>
internal sealed class Unfenced
{
    private ImmutableSortedSet<string> _devices = ImmutableSortedSet<string>.Empty;

    /// <summary>A device has let this node in.</summary>
    public event Action? Changed;

    /// <summary>Names of the devices.</summary>
    public IReadOnlyCollection<string> By => _devices;

    /// <summary>Takes in that a device has let this node in.</summary>
    public void Add(string device)
    {
        ImmutableInterlocked.Update(ref _devices, devices => devices.Add(device));
        Changed?.Invoke();
    }
}
