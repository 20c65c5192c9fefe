using Etcdserverpb;
using Google.Protobuf;
using Microkernel.Store.Mvcc;

namespace Microkernel.Store.Watching;

/// <summary>The keys of a watch; unlike in a range request the key may be left out.</summary>
internal static class WatchRange
{
    private static readonly ByteString FirstKey = ByteString.CopyFrom(0);

    public static KeyRange Of(WatchCreateRequest request) =>
        new(request.Key.IsEmpty ? FirstKey : request.Key, request.RangeEnd);
}
