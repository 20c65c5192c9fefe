using System.Diagnostics.Metrics;
using Microkernel.Security;

namespace Microkernel.Core.Security;

/// <summary>What was refused, and how many are connected.</summary>
internal sealed class SecurityMetrics : IDisposable
{
    private readonly Meter _meter = new("Microkernel.Core.Security");
    private readonly Counter<long> _calls;
    private readonly Counter<long> _connections;

    public SecurityMetrics(IncomingConnections incoming)
    {
        _calls = _meter.CreateCounter<long>(
            "microkernel_calls_refused_total", description: "Calls refused for want of a role, by the caller's role.");
        _connections = _meter.CreateCounter<long>(
            "microkernel_connections_refused_total", description: "Connections ended at once, by reason.");
        _meter.CreateObservableGauge(
            "microkernel_connections", () => incoming.Count, description: "Connections to the API.");
    }

    public void CallRefused(Role role) => _calls.Add(1, new KeyValuePair<string, object?>("role", role.Text()));

    public void ConnectionRefused(string reason) =>
        _connections.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void Dispose() => _meter.Dispose();
}
