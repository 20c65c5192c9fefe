using System.Net;
using System.Net.Sockets;
using Microkernel.Drivers.Heartbeat.Rings;

namespace Microkernel.Drivers.Heartbeat.Tests.Simulated;

/// <summary>A network in memory, whose loss and delay the test decides.</summary>
internal sealed class Fabric(FakeTime time)
{
    private readonly Dictionary<IPEndPoint, Port> _ports = [];

    /// <summary>A datagram on its way.</summary>
    public sealed record Datagram(IPEndPoint From, IPEndPoint To, byte[] Bytes);

    /// <summary>How long a datagram travels; null loses it.</summary>
    public Func<Datagram, TimeSpan?> Travel { get; set; } = _ => TimeSpan.Zero;

    /// <summary>All that was sent.</summary>
    public List<Datagram> Sent { get; } = [];

    /// <summary>Addresses that cannot be bound.</summary>
    public HashSet<IPAddress> Missing { get; } = [];

    /// <summary>The network as one host uses it.</summary>
    public IRingNetwork Host() => new HostNetwork(this);

    /// <summary>Puts a datagram on its way.</summary>
    public void Send(Datagram datagram)
    {
        Sent.Add(datagram);
        foreach (var to in Receivers(datagram))
        {
            if (Travel(datagram with { To = to }) is { } travel)
                Arrive(datagram with { To = to }, time.Now + travel);
        }
    }

    private List<IPEndPoint> Receivers(Datagram datagram) => !IsGroup(datagram.To.Address)
        ? [datagram.To]
        : [.. _ports.Where(port => datagram.To.Address.Equals(port.Value.Group) && !port.Key.Equals(datagram.From)
            && OnOneNetwork(port.Key.Address, datagram.From.Address)).Select(port => port.Key)];

    private static bool IsGroup(IPAddress address) => address.GetAddressBytes()[0] is >= 224 and < 240;

    private static bool OnOneNetwork(IPAddress a, IPAddress b) =>
        a.GetAddressBytes().AsSpan(0, 3).SequenceEqual(b.GetAddressBytes().AsSpan(0, 3));

    /// <summary>Lets a datagram arrive, whoever sent it.</summary>
    public void Arrive(Datagram datagram, TimeSpan when)
    {
        if (_ports.TryGetValue(datagram.To, out var port))
            port.Waiting.Enqueue(datagram, (when, port.Arrived++));
    }

    /// <summary>When the next datagram arrives at any of these addresses.</summary>
    public TimeSpan NextArrival(IEnumerable<IPEndPoint> at)
    {
        var next = TimeSpan.MaxValue;
        foreach (var local in at)
        {
            if (_ports.TryGetValue(local, out var port) && port.Waiting.TryPeek(out _, out var key) && key.When < next)
                next = key.When;
        }
        return next;
    }

    private sealed class HostNetwork(Fabric fabric) : IRingNetwork
    {
        public IRingPort Open(IPEndPoint local, MulticastSettings? multicast) => fabric.Missing.Contains(local.Address)
            ? throw new SocketException((int)SocketError.AddressNotAvailable)
            : new Port(fabric, local, multicast?.Group);
    }

    private sealed class Port : IRingPort
    {
        private readonly Fabric _fabric;
        private readonly IPEndPoint _local;

        public Port(Fabric fabric, IPEndPoint local, IPAddress? group)
        {
            Group = group;
            _fabric = fabric;
            _local = local;
            fabric._ports[local] = this;
        }

        public PriorityQueue<Datagram, (TimeSpan When, long Order)> Waiting { get; } = new();

        public IPAddress? Group { get; }

        public long Arrived { get; set; }

        public byte[] Encode(IPAddress address) => address.GetAddressBytes();

        public int Send(ReadOnlySpan<byte> datagram, ReadOnlySpan<byte> encodedAddress)
        {
            var to = new IPEndPoint(new IPAddress(encodedAddress), _local.Port);
            _fabric.Send(new Datagram(_local, to, datagram.ToArray()));
            return 0;
        }

        public bool TryReceive(Span<byte> buffer, out int length, out RingAddress source)
        {
            length = 0;
            source = default;
            if (!Waiting.TryPeek(out var datagram, out var key) || key.When > _fabric.Now)
                return false;
            Waiting.Dequeue();
            length = Math.Min(buffer.Length, datagram.Bytes.Length);
            datagram.Bytes.AsSpan(0, length).CopyTo(buffer);
            source = RingAddress.From(datagram.From.Address);
            return true;
        }

        public void Dispose()
        {
            if (_fabric._ports.GetValueOrDefault(_local) == this)
                _fabric._ports.Remove(_local);
        }
    }

    private TimeSpan Now => time.Now;
}
