namespace Grpc.Core;

/// <summary>A way to a server, over which calls are made.</summary>
public abstract class ChannelBase
{
    /// <summary>Creates a channel to a target.</summary>
    protected ChannelBase(string target)
    {
        ArgumentNullException.ThrowIfNull(target);
        Target = target;
    }

    /// <summary>Gets the address that the channel was made for.</summary>
    public string Target { get; }

    /// <summary>Returns what makes calls over this channel.</summary>
    public abstract CallInvoker CreateCallInvoker();

    /// <summary>Closes the channel.</summary>
    public Task ShutdownAsync() => ShutdownAsyncCore();

    /// <summary>Does the work of <see cref="ShutdownAsync" />.</summary>
    protected virtual Task ShutdownAsyncCore() => Task.CompletedTask;
}
