using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Grpc.Core;
using Microkernel.Node.V1;
using Microkernel.Security;
using Microkernel.V1;
using Object = Microkernel.V1.Object;

namespace Microkernel.Core.State;

/// <summary>
/// Seals secrets before they go into the store and opens them for one call of a driver. In the store and in every
/// <see cref="ClusterSnapshot"/> they are sealed; a node without data key keeps them as they are.
/// </summary>
internal sealed class SecretVault(DataKeyRing keys)
{
    private const string Head = "sealed:";
    private const string HeartbeatPurpose = "heartbeat key";

    /// <summary>Values by parameter name; a reference to nothing is left out, and the agent then says what it misses.</summary>
    /// <exception cref="RpcException">A value cannot be opened here.</exception>
    public Dictionary<string, string> Resolve(ClusterSnapshot snapshot, MapField<string, SecretReference> references)
    {
        var values = new Dictionary<string, string>();
        foreach (var (parameter, reference) in references)
        {
            var secret = snapshot.Find(Object.SpecOneofCase.Secret, reference.Secret);
            if (secret is not null && secret.Secret.Values.TryGetValue(reference.Key, out var value))
                values[parameter] = Open(reference.Secret, reference.Key, value);
        }
        return values;
    }

    /// <summary>
    /// Puts sealed values in the place of clear ones. An empty value stands for what is there, and a value that is what is
    /// there leaves it as it is.
    /// </summary>
    public void Seal(string name, SecretSpec wanted, SecretSpec? before)
    {
        foreach (var (key, value) in wanted.Values.ToList())
        {
            var known = before is not null && before.Values.TryGetValue(key, out var found) ? found : null;
            if (value.Length == 0) wanted.Values[key] = known ?? "";
            else if (known is not null && IsCurrent(known) && Open(name, key, known) == value) wanted.Values[key] = known;
            else wanted.Values[key] = Seal(name, key, value);
        }
    }

    /// <summary>Seals with the newest key what was sealed with another one, or not at all; answers whether it changed.</summary>
    public bool Reseal(string name, SecretSpec secret)
    {
        var changed = false;
        foreach (var (key, value) in secret.Values.ToList())
        {
            if (value.Length == 0 || IsCurrent(value)) continue;
            secret.Values[key] = Seal(name, key, Open(name, key, value));
            changed = true;
        }
        return changed;
    }

    /// <summary>Makes a heartbeat key.</summary>
    public HeartbeatKeyMaterial CreateHeartbeatKey(uint id) => Of(id, RandomNumberGenerator.GetBytes(32));

    /// <summary>Seals the heartbeat keys with the newest key.</summary>
    public HeartbeatKeyRecord Reseal(HeartbeatKeyRecord record)
    {
        var resealed = record.Clone();
        resealed.Current = Reseal(record.Current);
        resealed.Next = record.Next is { } next ? Reseal(next) : null;
        resealed.Former = record.Former is { } former ? Reseal(former) : null;
        return resealed;
    }

    private HeartbeatKeyMaterial Reseal(HeartbeatKeyMaterial key) => Of(key.Id, OpenHeartbeatKey(key));

    /// <summary>Opens a heartbeat key.</summary>
    /// <exception cref="CryptographicException">It cannot be opened here.</exception>
    public byte[] OpenHeartbeatKey(HeartbeatKeyMaterial key) => key.SealedSecret.IsEmpty
        ? key.Secret.ToByteArray()
        : keys.Open(key.SealedSecret.Span, HeartbeatPurpose);

    private static string Purpose(string name, string key) => $"Secret/{name}/{key}";

    private HeartbeatKeyMaterial Of(uint id, byte[] secret) => keys.CanSeal
        ? new HeartbeatKeyMaterial { Id = id, SealedSecret = ByteString.CopyFrom(keys.Seal(secret, HeartbeatPurpose)) }
        : new HeartbeatKeyMaterial { Id = id, Secret = ByteString.CopyFrom(secret) };

    private bool IsCurrent(string value) =>
        !keys.CanSeal || (Decode(value) is { } bytes && DataKeyRing.KeyOf(bytes) == keys.NewestId);

    private string Seal(string name, string key, string value) => keys.CanSeal
        ? Head + Convert.ToBase64String(keys.Seal(Encoding.UTF8.GetBytes(value), Purpose(name, key)))
        : value;

    private string Open(string name, string key, string value)
    {
        if (Decode(value) is not { } bytes) return value;
        try
        {
            return Encoding.UTF8.GetString(keys.Open(bytes, Purpose(name, key)));
        }
        catch (CryptographicException e)
        {
            throw new RpcException(new Status(
                StatusCode.FailedPrecondition, $"Secret '{name}', key '{key}', cannot be opened here: {e.Message}"));
        }
    }

    /// <summary>
    /// The sealed bytes of a value; null where it was kept in the clear. A clear value that looks sealed cannot be in the
    /// store of a cluster that seals: what clients send is sealed, whatever it looks like.
    /// </summary>
    private static byte[]? Decode(string value)
    {
        if (!value.StartsWith(Head, StringComparison.Ordinal)) return null;
        var bytes = new byte[value.Length];
        return Convert.TryFromBase64Chars(value.AsSpan(Head.Length), bytes, out var length) &&
            DataKeyRing.KeyOf(bytes.AsSpan(0, length)) is not null
            ? bytes[..length]
            : null;
    }
}
