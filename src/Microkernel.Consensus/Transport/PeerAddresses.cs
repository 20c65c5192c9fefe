using System.Net;
using Grpc.Net.Client;
using Microkernel.Raft.V1;

namespace Microkernel.Consensus.Transport;

/// <summary>The addresses of one member, the one in use, and a channel to each.</summary>
internal sealed class PeerAddresses : IDisposable
{
    private readonly Lock _lock = new();
    private readonly GrpcRaftTransportOptions _options;
    private readonly Dictionary<string, GrpcChannel> _channels = [];
    private string[] _addresses;
    private string _current;

    public PeerAddresses(IReadOnlyList<string> addresses, GrpcRaftTransportOptions options)
    {
        _options = options;
        _addresses = [.. addresses];
        _current = _addresses[0];
    }

    public int Count => _addresses.Length;

    public string Current
    {
        get
        {
            lock (_lock)
            {
                return _current;
            }
        }
    }

    /// <summary>Turns to the address behind a failed one, unless that was done already.</summary>
    public void Next(string failed)
    {
        lock (_lock)
        {
            if (_current == failed)
            {
                _current = _addresses[(Array.IndexOf(_addresses, failed) + 1) % _addresses.Length];
            }
        }
    }

    public void Replace(IReadOnlyList<string> addresses)
    {
        lock (_lock)
        {
            _addresses = [.. addresses];
            if (!_addresses.Contains(_current))
            {
                _current = _addresses[0];
            }
        }
    }

    public RaftService.RaftServiceClient Client(string address)
    {
        lock (_lock)
        {
            if (!_channels.TryGetValue(address, out var channel))
            {
                channel = Open(address);
                _channels[address] = channel;
            }

            return new RaftService.RaftServiceClient(channel);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var channel in _channels.Values)
            {
                channel.Dispose();
            }

            _channels.Clear();
        }
    }

    private GrpcChannel Open(string address)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = _options.ConnectTimeout,
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = TimeSpan.FromSeconds(5),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(5),
            AutomaticDecompression = DecompressionMethods.None,
            UseProxy = false,
        };
        _options.ConfigureHandler?.Invoke(handler);
        return GrpcChannel.ForAddress($"{_options.Scheme}://{address}", new GrpcChannelOptions
        {
            HttpHandler = handler,
            DisposeHttpClient = true,
            MaxReceiveMessageSize = null,
            MaxSendMessageSize = null,
        });
    }
}
