using System.Diagnostics.CodeAnalysis;
using Google.Protobuf;

namespace Microkernel.Model;

/// <summary>Keys and values of objects in the store.</summary>
public static class ObjectCodec
{
    /// <summary>What the keys of all objects begin with.</summary>
    public const string Prefix = "/microkernel/objects/";

    /// <summary>Returns what the keys of all objects of a kind begin with.</summary>
    public static string PrefixOf(Kind kind) => $"{Prefix}{kind.Name}/";

    /// <summary>Returns the key of an object, as <c>/microkernel/objects/Resource/web</c>.</summary>
    public static string Key(V1.Object @object) => Key(@object.Kind(), @object.Name());

    /// <summary>Returns the key of an object of this kind and name.</summary>
    public static string Key(Kind kind, string name) => $"{Prefix}{kind.Name}/{name}";

    /// <summary>Takes a key apart; false when it is not the key of an object.</summary>
    public static bool TryParseKey(string key, [NotNullWhen(true)] out Kind? kind, out string name)
    {
        kind = null;
        name = string.Empty;
        if (!key.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        var rest = key.AsSpan(Prefix.Length);
        var slash = rest.IndexOf('/');
        if (slash <= 0 || slash == rest.Length - 1 || !Kinds.TryGet(rest[..slash].ToString(), out kind))
        {
            return false;
        }

        name = rest[(slash + 1)..].ToString();
        return true;
    }

    /// <summary>Returns the binary form that the store keeps.</summary>
    public static byte[] Encode(V1.Object @object) => @object.ToByteArray();

    /// <summary>Reads the binary form.</summary>
    /// <exception cref="InvalidProtocolBufferException">The bytes are not an object.</exception>
    public static V1.Object Decode(ReadOnlySpan<byte> value) => V1.Object.Parser.ParseFrom(value);
}
