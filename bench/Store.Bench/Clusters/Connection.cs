using Grpc.Net.Client;

namespace Store.Bench.Clusters;

/// <summary>Opens channels to servers, the same for all that is compared.</summary>
internal static class Connection
{
    public static GrpcChannel Open(string endpoint) => GrpcChannel.ForAddress(
        "http://" + endpoint,
        new GrpcChannelOptions
        {
            // A server that is just starting is tried again at once, not after a second.
            InitialReconnectBackoff = TimeSpan.FromMilliseconds(10),
            MaxReconnectBackoff = TimeSpan.FromMilliseconds(20),
        });
}
