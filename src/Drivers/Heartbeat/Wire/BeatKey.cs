namespace Microkernel.Drivers.Heartbeat.Wire;

/// <summary>A key by which datagrams are sealed; it prints without its secret.</summary>
internal sealed class BeatKey
{
    /// <summary>Length of a secret in bytes (AES-256).</summary>
    public const int SecretLength = 32;

    private readonly byte[] _secret;

    /// <summary>Creates a key; the secret has <see cref="SecretLength"/> bytes.</summary>
    public BeatKey(uint id, ReadOnlySpan<byte> secret)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(secret.Length, SecretLength);
        Id = id;
        _secret = secret.ToArray();
    }

    /// <summary>Travels in clear with each datagram.</summary>
    public uint Id { get; }

    /// <summary>The secret.</summary>
    public ReadOnlySpan<byte> Secret => _secret;

    /// <summary>Whether both are the same key.</summary>
    public bool SameAs(BeatKey other) => Id == other.Id && Secret.SequenceEqual(other.Secret);

    /// <inheritdoc/>
    public override string ToString() => $"key {Id}";
}
