namespace Grpc.Core;

/// <summary>Says which static method binds a service to a server; put on generated service bases.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class BindServiceMethodAttribute : Attribute
{
    /// <summary>Creates the attribute.</summary>
    public BindServiceMethodAttribute(Type bindType, string bindMethodName)
    {
        BindType = bindType;
        BindMethodName = bindMethodName;
    }

    /// <summary>Gets the type that has the method.</summary>
    public Type BindType { get; }

    /// <summary>Gets the name of the method, which takes a <see cref="ServiceBinderBase" /> and the service.</summary>
    public string BindMethodName { get; }
}
