using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Microkernel.Drivers.Heartbeat.Wire;

/// <summary>Holds the keys, and per sender instance the cipher derived from a key (HKDF, RFC 5869).</summary>
/// <remarks>
/// A key for each instance means that nonces need not be random, of which 2^32 would be the safe bound
/// (NIST SP 800-38D, 8.3): 64 nodes would send that many in a day.
/// </remarks>
internal sealed class InstanceCiphers : IDisposable
{
    /// <summary>Length of the seal in bytes.</summary>
    public const int TagLength = 16;

    // Ciphers that once opened a datagram: two keys for 64 peers, and restarted ones.
    private const int MostCached = 256;

    private readonly Dictionary<(uint KeyId, UInt128 Instance), AesGcm> _ciphers = [];
    private IReadOnlyList<BeatKey> _keys = [];

    /// <summary>Replaces the keys; the first seals, each opens.</summary>
    public void SetKeys(IReadOnlyList<BeatKey> keys)
    {
        if (keys.Count == _keys.Count && keys.Zip(_keys).All(pair => pair.First.SameAs(pair.Second)))
            return;
        _keys = keys;
        Clear();
    }

    /// <summary>Id of the key that seals.</summary>
    public uint SealingKeyId => _keys[0].Id;

    /// <summary>Whether a key of this id is held.</summary>
    public bool Knows(uint keyId) => FindKey(keyId) is not null;

    /// <summary>Seals a payload that stands behind its header in place, and returns the datagram's length.</summary>
    public int Seal(Span<byte> datagram, in BeatHeader header, int payloadLength)
    {
        header.Write(datagram);
        Span<byte> nonce = stackalloc byte[BeatHeader.NonceLength];
        WriteNonce(nonce, header);
        var payload = datagram.Slice(BeatHeader.Length, payloadLength);
        var tag = datagram.Slice(BeatHeader.Length + payloadLength, TagLength);
        if (!_ciphers.TryGetValue((header.KeyId, header.Instance), out var cipher))
        {
            cipher = Derive(FindKey(header.KeyId)!, header.Instance);
            Keep(header, cipher);
        }
        cipher.Encrypt(nonce, payload, payload, tag, datagram[..BeatHeader.Length]);
        return BeatHeader.Length + payloadLength + TagLength;
    }

    /// <summary>Opens a datagram in place; false when the seal does not hold.</summary>
    public bool TryOpen(Span<byte> datagram, in BeatHeader header, out ReadOnlySpan<byte> payload)
    {
        payload = default;
        if (datagram.Length < BeatHeader.Length + TagLength || FindKey(header.KeyId) is not { } key)
            return false;
        Span<byte> nonce = stackalloc byte[BeatHeader.NonceLength];
        WriteNonce(nonce, header);
        var sealedPart = datagram[BeatHeader.Length..^TagLength];
        var cached = _ciphers.TryGetValue((header.KeyId, header.Instance), out var cipher);
        cipher ??= Derive(key, header.Instance);
        try
        {
            cipher.Decrypt(nonce, sealedPart, datagram[^TagLength..], sealedPart, datagram[..BeatHeader.Length]);
        }
        catch (AuthenticationTagMismatchException)
        {
            // Only instances that proved to hold the key are cached: noise cannot fill the memory.
            if (!cached)
                cipher.Dispose();
            return false;
        }
        if (!cached)
            Keep(header, cipher);
        payload = sealedPart;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => Clear();

    private static void WriteNonce(Span<byte> nonce, in BeatHeader header)
    {
        BinaryPrimitives.WriteUInt32BigEndian(nonce, header.Link);
        BinaryPrimitives.WriteUInt64BigEndian(nonce[4..], header.Sequence);
    }

    private static AesGcm Derive(BeatKey key, UInt128 instance)
    {
        Span<byte> salt = stackalloc byte[16];
        Span<byte> derived = stackalloc byte[BeatKey.SecretLength];
        BinaryPrimitives.WriteUInt128BigEndian(salt, instance);
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key.Secret, derived, salt, "microkernel heartbeat 1"u8);
        var cipher = new AesGcm(derived, TagLength);
        CryptographicOperations.ZeroMemory(derived);
        return cipher;
    }

    private BeatKey? FindKey(uint keyId)
    {
        foreach (var key in _keys)
        {
            if (key.Id == keyId)
                return key;
        }
        return null;
    }

    private void Keep(in BeatHeader header, AesGcm cipher)
    {
        if (_ciphers.Count >= MostCached)
            Clear();
        _ciphers.Add((header.KeyId, header.Instance), cipher);
    }

    private void Clear()
    {
        foreach (var cipher in _ciphers.Values)
            cipher.Dispose();
        _ciphers.Clear();
    }
}
