namespace Microkernel.Fuzz;

/// <summary>Changes inputs as disks, networks and attackers do; the same seed makes the same changes.</summary>
public sealed class Mutator(IReadOnlyList<byte[]> seeds, int seed)
{
    private const int LengthMax = 64 * 1024, ChangesMax = 8;

    private static readonly byte[][] Words =
    [
        "<"u8.ToArray(), ">"u8.ToArray(), "{"u8.ToArray(), "}"u8.ToArray(), "\""u8.ToArray(), "\n"u8.ToArray(), "&x;"u8.ToArray(),
        "<!DOCTYPE a SYSTEM \"file:///etc/passwd\">"u8.ToArray(), "../../../etc/passwd"u8.ToArray(), "\0"u8.ToArray(),
        "%s%n"u8.ToArray(), "$(id)"u8.ToArray(), "&anchor *anchor"u8.ToArray(), "- - - - - - - -"u8.ToArray(),
        "99999999999999999999"u8.ToArray(), "-1"u8.ToArray(), "\u202e"u8.ToArray(), [0xff, 0xff, 0xff, 0x7f], [0xff, 0xff, 0xff, 0xff, 0x0f],
        [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01], [0, 0, 0, 0], [0xc3, 0x28],
    ];

    private readonly Random _random = new(seed);

    /// <summary>Makes the next input.</summary>
    public byte[] Next()
    {
        var input = seeds.Count == 0 ? Noise() : (byte[])seeds[_random.Next(seeds.Count)].Clone();
        for (var changes = _random.Next(1, ChangesMax + 1); changes > 0; changes--) input = Change(input);
        return input.Length <= LengthMax ? input : input[..LengthMax];
    }

    private byte[] Change(byte[] input)
    {
        if (input.Length == 0) return Noise();
        var at = _random.Next(input.Length);
        var length = _random.Next(1, Math.Min(input.Length - at, 64) + 1);
        switch (_random.Next(8))
        {
            case 0:
                input[at] ^= (byte)(1 << _random.Next(8));
                return input;
            case 1:
                input[at] = (byte)_random.Next(256);
                return input;
            case 2:
                return [.. input[..at], .. input[(at + length)..]];
            case 3:
                return [.. input[..at], .. input[at..(at + length)], .. input[at..]];
            case 4:
                return [.. input[..at], .. Words[_random.Next(Words.Length)], .. input[at..]];
            case 5:
                return input[..at];
            case 6 when seeds.Count > 0 && seeds[_random.Next(seeds.Count)] is { Length: > 0 } other:
                return [.. input[..at], .. other[_random.Next(other.Length)..]];
            default:
                return [.. input[..at], .. Enumerable.Repeat((byte)input[at], _random.Next(1, 512)), .. input[at..]];
        }
    }

    private byte[] Noise()
    {
        var noise = new byte[_random.Next(1, 512)];
        _random.NextBytes(noise);
        return noise;
    }
}
