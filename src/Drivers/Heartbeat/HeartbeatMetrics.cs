using System.Diagnostics.Metrics;
using Microkernel.Drivers.Heartbeat.Engine;
using Microkernel.Drivers.Heartbeat.Wire;

namespace Microkernel.Drivers.Heartbeat;

/// <summary>Instruments of the heartbeat driver.</summary>
internal sealed class HeartbeatMetrics : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Microkernel.Drivers.Heartbeat";

    private static readonly KeyValuePair<string, object?>[] Reasons =
    [
        .. Enum.GetValues<DropReason>().Select(reason =>
            new KeyValuePair<string, object?>("reason", reason.ToString())),
    ];

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _sent;
    private readonly Counter<long> _sentBytes;
    private readonly Counter<long> _sendFailures;
    private readonly Counter<long> _received;
    private readonly Counter<long> _receivedBytes;
    private readonly Counter<long> _dropped;
    private readonly Histogram<double> _lateness;
    private readonly Gauge<double> _loss;
    private readonly Gauge<double> _roundTrip;
    private readonly Gauge<double> _jitter;
    private readonly Gauge<double> _silence;
    private readonly Gauge<int> _heard;
    private readonly Gauge<int> _deaf;

    /// <summary>Creates the instruments.</summary>
    public HeartbeatMetrics()
    {
        _sent = _meter.CreateCounter<long>("microkernel_heartbeat_sent", null, "Datagrams sent.");
        _sentBytes = _meter.CreateCounter<long>("microkernel_heartbeat_sent_bytes", "By", "UDP payload sent.");
        _sendFailures = _meter.CreateCounter<long>(
            "microkernel_heartbeat_send_failures", null, "Datagrams that the system refused to send.");
        _received = _meter.CreateCounter<long>("microkernel_heartbeat_received", null, "Datagrams received.");
        _receivedBytes = _meter.CreateCounter<long>(
            "microkernel_heartbeat_received_bytes", "By", "UDP payload received.");
        _dropped = _meter.CreateCounter<long>(
            "microkernel_heartbeat_dropped", null, "Datagrams received and dropped, by reason.");
        _lateness = _meter.CreateHistogram<double>(
            "microkernel_heartbeat_wakeup_lateness", "s", "How late the engine's thread woke up.");
        _loss = _meter.CreateGauge<double>("microkernel_heartbeat_loss_ratio", null, "Share of beats lost lately.");
        _roundTrip = _meter.CreateGauge<double>("microkernel_heartbeat_round_trip", "s", "Smoothed round trip.");
        _jitter = _meter.CreateGauge<double>("microkernel_heartbeat_jitter", "s", "Smoothed jitter of arrival.");
        _silence = _meter.CreateGauge<double>("microkernel_heartbeat_silence", "s", "Time since last heard.");
        _heard = _meter.CreateGauge<int>("microkernel_heartbeat_heard", null, "1 while the peer is heard on the ring.");
        _deaf = _meter.CreateGauge<int>(
            "microkernel_heartbeat_deaf", null, "1 while the peer is heard on the ring and does not hear us there.");
    }

    /// <summary>Counts a datagram sent.</summary>
    public void Sent(int bytes)
    {
        _sent.Add(1);
        _sentBytes.Add(bytes);
    }

    /// <summary>Counts a datagram that could not be sent.</summary>
    public void SendFailed() => _sendFailures.Add(1);

    /// <summary>Counts a datagram received.</summary>
    public void Received(int bytes)
    {
        _received.Add(1);
        _receivedBytes.Add(bytes);
    }

    /// <summary>Counts a datagram dropped.</summary>
    public void Dropped(DropReason reason) => _dropped.Add(1, Reasons[(int)reason]);

    /// <summary>Records a wake-up.</summary>
    public void Woke(TimeSpan late) => _lateness.Record(late.TotalSeconds);

    /// <summary>Records what is heard of peers.</summary>
    public void Observe(IReadOnlyList<PeerReport> peers)
    {
        if (!_loss.Enabled)
            return;
        foreach (var peer in peers)
        {
            foreach (var link in peer.Links)
                Observe(link, new("peer", peer.Node), new("ring", link.Ring));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private void Observe(LinkReport link, KeyValuePair<string, object?> peer, KeyValuePair<string, object?> ring)
    {
        _heard.Record(link.Heard ? 1 : 0, peer, ring);
        _deaf.Record(link.IsDeaf ? 1 : 0, peer, ring);
        _loss.Record(link.LossRatio, peer, ring);
        _jitter.Record(link.Jitter.TotalSeconds, peer, ring);
        if (link.RoundTrip is { } roundTrip)
            _roundTrip.Record(roundTrip.TotalSeconds, peer, ring);
        if (link.Silence is { } silence)
            _silence.Record(silence.TotalSeconds, peer, ring);
    }
}
