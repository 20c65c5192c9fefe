using System.Net.Security;

namespace Microkernel.Security;

/// <summary>Connections that were made, as long as somebody uses them.</summary>
internal sealed class LiveConnections
{
    private readonly Lock _lock = new();
    private readonly List<(PeerIdentity Peer, WeakReference<SslStream> Stream)> _live = [];

    public void Add(PeerIdentity peer, SslStream stream)
    {
        lock (_lock)
        {
            _live.RemoveAll(item => !IsOpen(item.Stream));
            _live.Add((peer, new WeakReference<SslStream>(stream)));
        }
    }

    public void EndDistrusted(IReadOnlySet<string> revoked, DateTimeOffset now)
    {
        List<SslStream> ended = [];
        lock (_lock)
        {
            foreach (var (peer, reference) in _live)
                if ((revoked.Contains(peer.Serial) || peer.NotAfter <= now) && reference.TryGetTarget(out var stream))
                    ended.Add(stream);
            _live.RemoveAll(item => !IsOpen(item.Stream));
        }
        ended.ForEach(stream => stream.Dispose());
    }

    private static bool IsOpen(WeakReference<SslStream> reference) =>
        reference.TryGetTarget(out var stream) && stream.CanWrite;
}
