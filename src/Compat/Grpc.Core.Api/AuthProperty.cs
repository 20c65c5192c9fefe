using System.Text;

namespace Grpc.Core;

/// <summary>One thing known about a peer, such as a name in its certificate.</summary>
public class AuthProperty
{
    private readonly byte[] _value;

    private AuthProperty(string name, byte[] value)
    {
        Name = name;
        _value = value;
    }

    /// <summary>Gets the name of the property.</summary>
    public string Name { get; }

    /// <summary>Gets the value as UTF-8 text.</summary>
    public string Value => Encoding.UTF8.GetString(_value);

    /// <summary>Gets a copy of the value.</summary>
    public byte[] ValueBytes => _value.ToArray();

    /// <summary>Creates a property with a copy of the value.</summary>
    public static AuthProperty Create(string name, byte[] value)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        return new AuthProperty(name, value.ToArray());
    }
}
