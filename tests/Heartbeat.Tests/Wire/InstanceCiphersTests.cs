using Microkernel.Drivers.Heartbeat.Wire;

namespace Microkernel.Drivers.Heartbeat.Tests.Wire;

public sealed class InstanceCiphersTests
{
    private static readonly BeatKey Key = new(3, Enumerable.Range(0, 32).Select(i => (byte)i).ToArray());
    private static readonly BeatNames Names = new("c", "n1", "n2", "hb0");
    private static readonly BeatHeader Header = new(3, 77, 2, 9);

    private static readonly Beat Beat = new(BeatFlags.CoreAttached, 12, TimeSpan.FromMicroseconds(1_234_567),
        TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(3),
        new BeatEcho(UInt128.MaxValue, TimeSpan.FromMicroseconds(42), TimeSpan.FromMicroseconds(7)));

    [Fact]
    public void Datagram_Opened_ReadsAsWritten()
    {
        using var ciphers = Ciphers(Key);
        var datagram = Sealed(ciphers);

        Assert.True(BeatHeader.TryRead(datagram, out var header, out _));
        Assert.Equal(Header, header);
        Assert.True(ciphers.TryOpen(datagram, header, out var payload));
        Assert.True(BeatPayload.TryRead(payload, out var beat, out var names));
        Assert.Equal(Beat, beat);
        Assert.Null(Names.Compare(names));
    }

    [Fact]
    public void Datagram_AnyBitChanged_DoesNotOpen()
    {
        using var ciphers = Ciphers(Key);
        var datagram = Sealed(ciphers);
        for (var bit = 0; bit < datagram.Length * 8; bit++)
        {
            var changed = datagram.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));

            Assert.False(BeatHeader.TryRead(changed, out var header, out _) && ciphers.TryOpen(changed, header, out _),
                $"Bit {bit} is not protected.");
        }
    }

    [Fact]
    public void Datagram_CutAnywhere_DoesNotOpen()
    {
        using var ciphers = Ciphers(Key);
        var datagram = Sealed(ciphers);
        for (var length = 0; length < datagram.Length; length++)
        {
            var cut = datagram[..length];
            Assert.False(BeatHeader.TryRead(cut, out var header, out _) && ciphers.TryOpen(cut, header, out _));
        }
    }

    [Fact]
    public void Datagram_OfAnotherInstance_IsSealedDifferently()
    {
        using var ciphers = Ciphers(Key);
        var one = Sealed(ciphers);
        var other = Sealed(ciphers, Header with { Instance = 78 });

        Assert.NotEqual(one[BeatHeader.Length..], other[BeatHeader.Length..]);
    }

    [Fact]
    public void Key_Printed_HidesItsSecret() => Assert.Equal("key 3", Key.ToString());

    private static InstanceCiphers Ciphers(params BeatKey[] keys)
    {
        var ciphers = new InstanceCiphers();
        ciphers.SetKeys(keys);
        return ciphers;
    }

    private static byte[] Sealed(InstanceCiphers ciphers, BeatHeader? header = null)
    {
        var datagram = new byte[1500];
        var payload = BeatPayload.Write(datagram.AsSpan(BeatHeader.Length), Beat, Names);
        return datagram[..ciphers.Seal(datagram, header ?? Header, payload)];
    }
}
