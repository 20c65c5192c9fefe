using System.Collections.Concurrent;
using Microkernel.Security;
using Microsoft.AspNetCore.Connections;

namespace Microkernel.Core.Security;

/// <summary>
/// Connections to this core: bounded in number for each caller, and ended when their certificate is revoked or over.
/// </summary>
internal sealed class IncomingConnections
{
    /// <summary>Strangers can only join or compare authorities: from one address so many at a time.</summary>
    private const int StrangersPerAddressMax = 16;

    private const int StrangersMax = 256;

    /// <summary>A node has a few for each of our addresses; a program has one, a badly written one a handful.</summary>
    private const int PerCallerMax = 512;

    private readonly ConcurrentDictionary<string, (Caller Caller, DateTimeOffset? NotAfter, ConnectionContext Connection)> _live = new();

    /// <summary>How many there are.</summary>
    public int Count => _live.Count;

    /// <summary>Takes a connection up; answers why not where its caller has too many.</summary>
    public string? TryAdd(Caller caller, DateTimeOffset? notAfter, ConnectionContext connection)
    {
        var same = 0;
        var strangers = 0;
        foreach (var (other, _, _) in _live.Values)
        {
            if (other.Role == Role.None) strangers++;
            if (IsSame(other, caller)) same++;
        }
        if (caller.Role == Role.None && (same >= StrangersPerAddressMax || strangers >= StrangersMax)) return "strangers";
        // Local administrators, and everybody in an insecure cluster, have no certificate that would tell them apart.
        if (caller.Serial.Length > 0 && same >= PerCallerMax) return "caller";
        _live[connection.ConnectionId] = (caller, notAfter, connection);
        return null;
    }

    public void Remove(ConnectionContext connection) => _live.TryRemove(connection.ConnectionId, out _);

    /// <summary>Ends the connections whose certificate is no longer good; answers how many.</summary>
    public int EndDistrusted(IReadOnlySet<string> revoked, DateTimeOffset now)
    {
        var ended = 0;
        foreach (var (caller, notAfter, connection) in _live.Values)
        {
            if (!(caller.Serial.Length > 0 && revoked.Contains(caller.Serial)) && !(notAfter <= now)) continue;
            connection.Abort(new ConnectionAbortedException("the certificate is no longer good"));
            ended++;
        }
        return ended;
    }

    private static bool IsSame(Caller one, Caller other) => one.Role == other.Role && one.Name == other.Name &&
        (one.Role != Role.None || one.Origin == other.Origin);
}
