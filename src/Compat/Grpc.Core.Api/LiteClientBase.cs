using Grpc.Core.Internal;

namespace Grpc.Core;

/// <summary>The base of generated clients that have no host of their own.</summary>
public abstract class LiteClientBase
{
    /// <summary>Creates a client that cannot make calls; it is there for test doubles.</summary>
    protected LiteClientBase()
        : this(new UnimplementedCallInvoker())
    {
    }

    /// <summary>Creates a client that makes its calls over a channel.</summary>
    protected LiteClientBase(ChannelBase channel)
    {
        ArgumentNullException.ThrowIfNull(channel);
        CallInvoker = channel.CreateCallInvoker();
    }

    /// <summary>Creates a client that makes its calls through an invoker.</summary>
    protected LiteClientBase(CallInvoker callInvoker)
    {
        ArgumentNullException.ThrowIfNull(callInvoker);
        CallInvoker = callInvoker;
    }

    /// <summary>Gets what makes the calls.</summary>
    protected CallInvoker CallInvoker { get; }
}
