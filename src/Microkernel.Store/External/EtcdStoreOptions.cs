namespace Microkernel.Store.External;

/// <summary>How to reach an external etcd.</summary>
public sealed class EtcdStoreOptions
{
    /// <summary>Gets the members to try in turn, `host:port` or URLs; at least one.</summary>
    public IList<string> Endpoints { get; } = [];

    /// <summary>Gets or sets how long a request may take; 100 milliseconds to 1 minute. Default 5 seconds.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Gets or sets how long to wait before a broken watch is tried again at the next member; 10 milliseconds to
    /// 10 seconds. Default 200 milliseconds.
    /// </summary>
    public TimeSpan WatchRetryDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Reads a `etcd://host:port,host:port` address.</summary>
    /// <param name="address">The address.</param>
    /// <returns>The options.</returns>
    /// <exception cref="FormatException">It is not such an address.</exception>
    public static EtcdStoreOptions Parse(string address)
    {
        const string Scheme = "etcd://";
        ArgumentNullException.ThrowIfNull(address);
        var options = new EtcdStoreOptions();
        if (address.StartsWith(Scheme, StringComparison.Ordinal))
        {
            foreach (string endpoint in address[Scheme.Length..].TrimEnd('/').Split(','))
                options.Endpoints.Add(endpoint);
        }

        if (options.Endpoints.Count == 0 || options.Endpoints.Any(one => !EtcdConnection.IsEndpoint(one)))
            throw new FormatException($"'{address}' is not a store address; expected etcd://host:port[,host:port...].");
        return options;
    }
}
