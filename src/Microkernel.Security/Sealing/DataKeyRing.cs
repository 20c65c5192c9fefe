using System.Security.Cryptography;
using System.Text;

namespace Microkernel.Security;

/// <summary>
/// The cluster's data keys as this node holds them, and what is sealed with them: AES-256-GCM under a key of its own for
/// each value, derived by HKDF from the data key and a random salt (so that no nonce is ever used twice), bound to what
/// the value is for.
/// </summary>
public sealed class DataKeyRing
{
    private const byte Version = 1;
    private const int IdBytes = 4, SaltBytes = 32, TagBytes = 16;
    private const int HeadBytes = 1 + IdBytes + SaltBytes;

    private volatile List<DataKey> _keys;

    /// <summary>Creates a ring; empty where the node has no key.</summary>
    public DataKeyRing(IEnumerable<DataKey> keys) => _keys = Sorted(keys);

    /// <summary>Gets the keys, the newest first.</summary>
    public IReadOnlyList<DataKey> Keys => _keys;

    /// <summary>Gets whether there is a key: without one nothing can be sealed.</summary>
    public bool CanSeal => _keys.Count > 0;

    /// <summary>Gets the id of the key that seals; 0 where there is none.</summary>
    public uint NewestId => CanSeal ? _keys[0].Id : 0;

    /// <summary>Replaces the keys.</summary>
    public void Replace(IEnumerable<DataKey> keys) => _keys = Sorted(keys);

    /// <summary>Seals a value with the newest key.</summary>
    /// <param name="value">The value.</param>
    /// <param name="purpose">What it is for; it opens for nothing else.</param>
    /// <param name="keyId">Another key than the newest; null for that.</param>
    public byte[] Seal(ReadOnlySpan<byte> value, string purpose, uint? keyId = null)
    {
        var key = Find(keyId ?? NewestId) ?? throw new CryptographicException("this node has no data key");
        var sealedValue = new byte[HeadBytes + value.Length + TagBytes];
        sealedValue[0] = Version;
        BitConverter.TryWriteBytes(sealedValue.AsSpan(1), key.Id);
        RandomNumberGenerator.Fill(sealedValue.AsSpan(1 + IdBytes, SaltBytes));
        var (aes, nonce) = Cipher(key, sealedValue);
        using (aes)
            aes.Encrypt(nonce, value, sealedValue.AsSpan(HeadBytes, value.Length), sealedValue.AsSpan(HeadBytes + value.Length),
                Encoding.UTF8.GetBytes(purpose));
        return sealedValue;
    }

    /// <summary>Opens a sealed value.</summary>
    /// <exception cref="CryptographicException">This node lacks the key, or the value was tampered with.</exception>
    public byte[] Open(ReadOnlySpan<byte> sealedValue, string purpose)
    {
        var key = KeyOf(sealedValue) is { } id
            ? Find(id) ?? throw new CryptographicException($"this node has no data key {id}")
            : throw new CryptographicException("not a sealed value");
        var value = new byte[sealedValue.Length - HeadBytes - TagBytes];
        var (aes, nonce) = Cipher(key, sealedValue);
        using (aes)
            aes.Decrypt(nonce, sealedValue[HeadBytes..^TagBytes], sealedValue[^TagBytes..], value, Encoding.UTF8.GetBytes(purpose));
        return value;
    }

    /// <summary>Returns the id of the key that a value was sealed with; null where it is no sealed value.</summary>
    public static uint? KeyOf(ReadOnlySpan<byte> sealedValue) =>
        sealedValue.Length >= HeadBytes + TagBytes && sealedValue[0] == Version
            ? BitConverter.ToUInt32(sealedValue[1..])
            : null;

    private static List<DataKey> Sorted(IEnumerable<DataKey> keys) => [.. keys.OrderByDescending(key => key.Id)];

    private static (AesGcm Cipher, byte[] Nonce) Cipher(DataKey key, ReadOnlySpan<byte> sealedValue)
    {
        Span<byte> derived = stackalloc byte[DataKey.Length + 12];
        HKDF.DeriveKey(
            HashAlgorithmName.SHA256, key.Bytes, derived, sealedValue.Slice(1 + IdBytes, SaltBytes), "microkernel seal"u8);
        var cipher = new AesGcm(derived[..DataKey.Length], TagBytes);
        var nonce = derived[DataKey.Length..].ToArray();
        CryptographicOperations.ZeroMemory(derived);
        return (cipher, nonce);
    }

    private DataKey? Find(uint id) => _keys.FirstOrDefault(key => key.Id == id);
}
