namespace Grpc.Core.Internal;

/// <summary>Credentials of a connection together with those of each call over it.</summary>
internal sealed class CompositeChannelCredentials : ChannelCredentials
{
    private readonly ChannelCredentials _channelCredentials;
    private readonly CallCredentials _callCredentials;

    public CompositeChannelCredentials(ChannelCredentials channelCredentials, CallCredentials callCredentials)
    {
        ArgumentNullException.ThrowIfNull(channelCredentials);
        ArgumentNullException.ThrowIfNull(callCredentials);
        if (!channelCredentials.IsComposable)
        {
            throw new ArgumentException(
                $"{channelCredentials.GetType().Name} cannot be combined with call credentials.",
                nameof(channelCredentials));
        }

        _channelCredentials = channelCredentials;
        _callCredentials = callCredentials;
    }

    public override void InternalPopulateConfiguration(
        ChannelCredentialsConfiguratorBase configurator, object? state) =>
        configurator.SetCompositeCredentials(state, _channelCredentials, _callCredentials);
}
