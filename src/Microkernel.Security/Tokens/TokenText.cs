using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Microkernel.Security;

/// <summary>
/// What a token says to its holder: where the cluster is, how to know it, and a secret that shows to whom the token was
/// given. One word to copy: <c>mk1.</c> and base64url.
/// </summary>
/// <param name="Cluster">Name of the cluster.</param>
/// <param name="Id">Number of the token, not secret.</param>
/// <param name="Secret">The secret; the cluster keeps its hash only.</param>
/// <param name="Authorities">SHA-256 of the authorities' certificates, in hexadecimal digits.</param>
/// <param name="Addresses">Where cores listen, <c>host:port</c>.</param>
public sealed record TokenText(
    string Cluster, string Id, string Secret, IReadOnlyList<string> Authorities, IReadOnlyList<string> Addresses)
{
    private const string Head = "mk1.";
    private const int SecretBytes = 32, IdBytes = 8, LengthMax = 16_384;

    /// <summary>Draws a number and a secret.</summary>
    public static TokenText Create(
        string cluster, IReadOnlyList<string> authorities, IReadOnlyList<string> addresses) => new(
        cluster, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes)),
        Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes)), authorities, addresses);

    /// <summary>Returns the hash that the cluster keeps of a secret: of 256 random bits, so that it needs no salt.</summary>
    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    /// <summary>Returns whether a secret belongs to a hash, in a time that tells nothing.</summary>
    public static bool Matches(string secret, ReadOnlySpan<byte> hash) =>
        CryptographicOperations.FixedTimeEquals(Hash(secret), hash);

    /// <summary>Reads a token.</summary>
    /// <exception cref="FormatException">It is none; the message does not repeat it.</exception>
    public static TokenText Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        text = text.Trim();
        if (text.Length > LengthMax || !text.StartsWith(Head, StringComparison.Ordinal))
            throw Malformed();
        byte[] bytes;
        try
        {
            bytes = Base64Url.DecodeFromChars(text.AsSpan(Head.Length));
        }
        catch (FormatException)
        {
            throw Malformed();
        }
        return Encoding.UTF8.GetString(bytes).Split('|') is [var cluster, var id, var secret, var authorities, var addresses] &&
            CertificateSubject.IsName(cluster) && IsHex(id) && secret.Length > 0 && authorities.Length > 0
            ? new TokenText(cluster, id, secret, authorities.Split(','), addresses.Split(','))
            : throw Malformed();
    }

    /// <inheritdoc/>
    public override string ToString() => Head + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Join(
        '|', Cluster, Id, Secret, string.Join(',', Authorities), string.Join(',', Addresses))));

    private static bool IsHex(string text) => text.Length == 2 * IdBytes && text.All(char.IsAsciiHexDigitLower);

    private static FormatException Malformed() => new("expected a token as 'mkctl token create' printed it: mk1....");
}
