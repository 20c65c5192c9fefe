namespace Microkernel.Driver;

/// <summary>Gives memory back to the system after a burst of work, when nothing is under way.</summary>
/// <remarks>
/// The runtime lets its youngest generation grow with the processor's cache, to tens of megabytes, and a driver that
/// is at rest does not allocate enough to have them collected. The pause is some milliseconds: not for a driver whose
/// own work is a matter of those.
/// </remarks>
internal sealed class IdleMemory : IDisposable
{
    private const long AllocatedBytesMin = 4 << 20;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly OperationGate _gate;
    private readonly ITimer _timer;
    private long _allocatedAtLast;
    private long _allocatedBefore;

    public IdleMemory(OperationGate gate, TimeProvider time)
    {
        _gate = gate;
        _timer = time.CreateTimer(_ => Look(), null, Interval, Interval);
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var allocated = GC.GetTotalAllocatedBytes();
        var isQuiet = _gate.Count == 0 && allocated - _allocatedBefore < AllocatedBytesMin / 4;
        _allocatedBefore = allocated;
        if (!isQuiet || allocated - _allocatedAtLast < AllocatedBytesMin)
            return;
        _allocatedAtLast = allocated;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
