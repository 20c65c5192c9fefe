namespace Grpc.Core.Internal;

/// <summary>The absence of credentials; call credentials over it are refused later, unless a channel allows them.</summary>
internal sealed class InsecureChannelCredentials : ChannelCredentials
{
    internal override bool IsComposable => true;

    public override void InternalPopulateConfiguration(
        ChannelCredentialsConfiguratorBase configurator, object? state) => configurator.SetInsecureCredentials(state);
}
