using System.Security.Cryptography;

namespace Microkernel.Security;

/// <summary>A key that secrets are sealed with.</summary>
/// <param name="Id">Which of the cluster's keys; each rotation takes the next.</param>
/// <param name="Bytes">256 bits.</param>
public sealed record DataKey(uint Id, byte[] Bytes)
{
    /// <summary>Bytes of a key.</summary>
    public const int Length = 32;

    /// <summary>Draws a key.</summary>
    public static DataKey Create(uint id) => new(id, RandomNumberGenerator.GetBytes(Length));

    /// <inheritdoc/>
    public override string ToString() => $"DataKey {Id}";
}
