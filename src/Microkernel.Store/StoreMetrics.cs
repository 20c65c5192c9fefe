using System.Diagnostics.Metrics;
using Microkernel.Store.Replication;

namespace Microkernel.Store;

/// <summary>What the store measures.</summary>
internal sealed class StoreMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Microkernel.Store";

    private readonly Meter _meter = new(MeterName);

    public StoreMetrics(ReplicatedKeyValueStore store)
    {
        var replica = store.Replica;
        Gauge("microkernel.store.revision", "{revision}", "Newest revision.", contents => contents.Keys.Revision);
        Gauge("microkernel.store.compact_revision", "{revision}", "Oldest revision that can be read.",
            contents => contents.Keys.CompactRevision);
        Gauge("microkernel.store.keys", "{key}", "Keys.", contents => contents.Keys.LiveKeys);
        Gauge("microkernel.store.size", "By", "Memory that keys and history take, estimated.",
            contents => contents.Keys.SizeBytes);
        Gauge("microkernel.store.leases", "{lease}", "Leases.", contents => contents.Leases.Count);
        Gauge("microkernel.store.alarms", "{alarm}", "Raised alarms.", contents => contents.Alarms.All.Count());
        _meter.CreateObservableGauge(
            "microkernel.store.quota", () => store.Options.QuotaBytes, "By", "Memory that keys and history may take.");
        _meter.CreateObservableGauge(
            "microkernel.store.watches", () => replica.Watches.Count, "{watch}", "Open watches.");

        void Gauge(string name, string unit, string description, Func<StoreContents, long> read) =>
            _meter.CreateObservableGauge(name, () => Read(read), unit, description);

        long Read(Func<StoreContents, long> read)
        {
            lock (replica.Gate)
                return read(replica.Contents);
        }
    }

    public void Dispose() => _meter.Dispose();
}
