using System.Collections.Immutable;
using Microkernel.Core.Membership;
using Microkernel.Node.V1;

namespace Microkernel.Core.Fencing;

/// <summary>Fence devices that have let this node in, in this life of its core.</summary>
internal sealed class Unfenced : IReportSource
{
    private ImmutableSortedSet<string> _devices = ImmutableSortedSet<string>.Empty;

    /// <summary>A device has let this node in.</summary>
    public event Action? Changed;

    /// <summary>Takes in that a device has let this node in.</summary>
    public void Add(string device)
    {
        ImmutableInterlocked.Update(ref _devices, devices => devices.Add(device));
        Changed?.Invoke();
    }

    public void AddTo(NodeReport report) => report.UnfencedBy.Add(_devices);
}
