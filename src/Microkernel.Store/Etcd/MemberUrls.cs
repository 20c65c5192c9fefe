namespace Microkernel.Store.Etcd;

/// <summary>Turns etcd's member URLs into addresses and back.</summary>
internal static class MemberUrls
{
    /// <summary>Checks the URLs of a request.</summary>
    /// <exception cref="StoreException">There is none, or one is not `http[s]://host:port`.</exception>
    public static void Check(IReadOnlyCollection<string> urls)
    {
        if (urls.Count == 0 || urls.Any(url => Parse(url) is null))
            throw new StoreException(StoreError.MemberBadUrls);
    }

    public static string ToUrl(string address, string scheme) => scheme + Uri.SchemeDelimiter + address;

    public static string ToAddress(string url) =>
        Parse(url) is { } uri ? uri.Authority : throw new StoreException(StoreError.MemberBadUrls);

    private static Uri? Parse(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            && uri.PathAndQuery == "/" && uri.Port > 0 ? uri : null;
}
