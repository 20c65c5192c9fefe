namespace Grpc.Core.Internal;

/// <summary>The absence of credentials; a channel refuses call credentials over it unless it is told not to.</summary>
internal sealed class InsecureChannelCredentials : ChannelCredentials
{
    internal override bool IsComposable => true;

    public override void InternalPopulateConfiguration(
        ChannelCredentialsConfiguratorBase configurator, object? state) => configurator.SetInsecureCredentials(state);
}
