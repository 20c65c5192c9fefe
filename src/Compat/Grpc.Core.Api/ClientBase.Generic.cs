namespace Grpc.Core;

/// <summary>The base of generated clients of one type.</summary>
public abstract class ClientBase<T> : ClientBase
    where T : ClientBase<T>
{
    /// <summary>Creates a client that cannot make calls; it is there for test doubles.</summary>
    protected ClientBase()
    {
    }

    /// <summary>Creates a client that makes its calls over a channel.</summary>
    protected ClientBase(ChannelBase channel)
        : base(channel)
    {
    }

    /// <summary>Creates a client that makes its calls through an invoker.</summary>
    protected ClientBase(CallInvoker callInvoker)
        : base(callInvoker)
    {
    }

    /// <summary>Creates a client like another.</summary>
    protected ClientBase(ClientBaseConfiguration configuration)
        : base(configuration)
    {
    }

    /// <summary>Creates a client like this one that names the given host in its calls.</summary>
    public T WithHost(string host) => NewInstance(Configuration.WithHost(host));

    /// <summary>Creates a client like this one with another configuration.</summary>
    protected abstract T NewInstance(ClientBaseConfiguration configuration);
}
