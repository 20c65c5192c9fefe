using Microkernel.Store.Leases;
using Microkernel.Store.Mvcc;
using Microkernel.Store.Transactions;

namespace Microkernel.Store.Replication;

/// <summary>All that members agree on.</summary>
internal sealed class StoreContents
{
    public StoreContents(Lock gate)
    {
        Keys = new MvccState(gate);
        Applier = new RequestApplier(Keys, Leases);
    }

    public MvccState Keys { get; }

    public LeaseTable Leases { get; } = new();

    public AlarmTable Alarms { get; } = new();

    public RequestApplier Applier { get; }
}
