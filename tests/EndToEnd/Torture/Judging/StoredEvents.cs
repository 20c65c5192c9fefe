using Etcdserverpb;
using Google.Protobuf;
using Microkernel.EndToEnd.Torture.Clients;
using Mvccpb;

namespace Microkernel.EndToEnd.Torture.Judging;

/// <summary>Reads all that ever changed below the prefix of a run, as a member's history has it.</summary>
internal static class StoredEvents
{
    /// <summary>Returns the changes up to the present revision, in their order.</summary>
    public static async Task<IReadOnlyList<Event>> ReadAsync(EtcdEndpoint member, CancellationToken cancellationToken)
    {
        var prefix = ByteString.CopyFromUtf8(EtcdOperations.Prefix);
        var end = ByteString.CopyFromUtf8(EtcdOperations.Prefix[..^1] + (char)(EtcdOperations.Prefix[^1] + 1));

        // All that is watched lies below the revision of this key, which closes the watch.
        var last = new PutRequest { Key = prefix, Value = ByteString.CopyFromUtf8("end") };
        var upTo = (await member.Keys.PutAsync(last, cancellationToken: cancellationToken)).Header.Revision;
        using var watch = member.Watches.Watch(cancellationToken: cancellationToken);
        var create = new WatchCreateRequest { Key = prefix, RangeEnd = end, StartRevision = 1 };
        await watch.RequestStream.WriteAsync(new WatchRequest { CreateRequest = create }, cancellationToken);
        var events = new List<Event>();
        while (await watch.ResponseStream.MoveNext(cancellationToken))
        {
            foreach (var changed in watch.ResponseStream.Current.Events)
            {
                if (changed.Kv.ModRevision >= upTo)
                {
                    return events;
                }

                events.Add(changed);
            }
        }

        throw new InvalidOperationException("The watch ended before its time.");
    }
}
