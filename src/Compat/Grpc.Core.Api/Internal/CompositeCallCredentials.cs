namespace Grpc.Core.Internal;

/// <summary>Several credentials for one call.</summary>
internal sealed class CompositeCallCredentials : CallCredentials
{
    private readonly CallCredentials[] _credentials;

    public CompositeCallCredentials(CallCredentials[] credentials)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        if (credentials.Length < 2)
        {
            throw new ArgumentException("At least two credentials are needed to compose.", nameof(credentials));
        }

        _credentials = [.. credentials];
    }

    public override void InternalPopulateConfiguration(CallCredentialsConfiguratorBase configurator, object? state) =>
        configurator.SetCompositeCredentials(state, _credentials);
}
