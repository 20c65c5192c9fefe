namespace Grpc.Core;

/// <summary>Names a remote method without its message types.</summary>
public interface IMethod
{
    /// <summary>Gets the kind of the method.</summary>
    MethodType Type { get; }

    /// <summary>Gets the full name of the service.</summary>
    string ServiceName { get; }

    /// <summary>Gets the name of the method alone.</summary>
    string Name { get; }

    /// <summary>Gets the path on the wire, <c>/service/method</c>.</summary>
    string FullName { get; }
}
