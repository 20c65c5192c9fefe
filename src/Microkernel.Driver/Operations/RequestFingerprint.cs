using System.Security.Cryptography;
using Google.Protobuf;
using Microkernel.Driver.V1;

namespace Microkernel.Driver;

/// <summary>Tells whether a retry asks for the same thing, without keeping the request and its secrets.</summary>
/// <remarks>
/// The token and the driver generation are left out: a retry may come from a new leader or after a new activation.
/// The hash is keyed by a value of this process, so that it gives nothing away.
/// </remarks>
internal readonly record struct RequestFingerprint
{
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);

    private readonly Int128 _hash;

    private RequestFingerprint(IMessage request, params ReadOnlySpan<IDictionary<string, string>> maps)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Key);
        hash.AppendData(request.ToByteArray());
        foreach (var map in maps)
            Append(hash, map);
        _hash = System.Buffers.Binary.BinaryPrimitives.ReadInt128LittleEndian(hash.GetHashAndReset());
    }

    public static RequestFingerprint Of(ExecuteRequest request)
    {
        var bare = request.Clone();
        (bare.Token, bare.DriverGeneration) = (null, 0);
        bare.Parameters.Clear();
        bare.SecretParameters.Clear();
        bare.Meta.Clear();
        return new RequestFingerprint(bare, request.Parameters, request.SecretParameters, request.Meta);
    }

    public static RequestFingerprint Of(FenceRequest request)
    {
        var bare = request.Clone();
        (bare.Token, bare.DriverGeneration) = (null, 0);
        bare.Parameters.Clear();
        bare.SecretParameters.Clear();
        return new RequestFingerprint(bare, request.Parameters, request.SecretParameters);
    }

    /// <summary>Adds a map in the order of its keys: on the wire a map has none.</summary>
    private static void Append(IncrementalHash hash, IDictionary<string, string> map)
    {
        Append(hash, $"{map.Count}");
        foreach (var (name, value) in map.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            Append(hash, name);
            Append(hash, value);
        }
    }

    private static void Append(IncrementalHash hash, string text)
    {
        hash.AppendData(BitConverter.GetBytes(text.Length));
        hash.AppendData(System.Text.Encoding.UTF8.GetBytes(text));
    }
}
