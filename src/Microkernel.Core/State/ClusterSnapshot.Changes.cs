using System.Collections.Immutable;
using Google.Protobuf;
using Microkernel.Node.V1;
using Object = Microkernel.V1.Object;

namespace Microkernel.Core.State;

/// <summary>Turns a change of a key into the next snapshot.</summary>
internal static class ClusterSnapshotChanges
{
    /// <summary>The snapshot after a key was put (<paramref name="value"/>) or deleted (null).</summary>
    public static ClusterSnapshot With(this ClusterSnapshot current, string key, ByteString? value, long revision)
    {
        if (Under(key, StateKeys.Objects, out _))
            return current with
            {
                Objects = value is null
                    ? current.Objects.Remove(key)
                    : current.Objects.SetItem(key, Stamped(Object.Parser.ParseFrom(value), revision)),
                ObjectsRevision = revision,
            };
        if (Under(key, StateKeys.Resources, out var rest) && rest.Split('/', 2) is [var node, var resource])
            return current with
            {
                Resources = Changed(current.Resources, new ResourceOnNode(node, resource), value, ResourceRecord.Parser),
            };
        if (Under(key, StateKeys.Cleanups, out rest) && rest.Split('/', 2) is [var cleanedNode, var cleaned])
            return current with
            {
                Cleanups = Changed(current.Cleanups, new ResourceOnNode(cleanedNode, cleaned), value, CleanupRecord.Parser),
            };
        if (Under(key, StateKeys.Reports, out rest))
            return current with { Reports = Changed(current.Reports, rest, value, NodeReport.Parser) };
        if (Under(key, StateKeys.Members, out rest))
            return current with
            {
                Members = Changed(current.Members, rest, value, MemberRecord.Parser),
                MemberRevisions = value is null
                    ? current.MemberRevisions.Remove(rest)
                    : current.MemberRevisions.SetItem(rest, revision),
            };
        if (Under(key, StateKeys.Moves, out rest))
            return current with { Moves = Changed(current.Moves, rest, value, MoveRecord.Parser) };
        if (Under(key, StateKeys.FenceRequests, out rest))
            return current with { FenceRequests = Changed(current.FenceRequests, rest, value, FenceRequestRecord.Parser) };
        if (Under(key, StateKeys.FenceResults, out rest))
            return current with { FenceResults = Changed(current.FenceResults, rest, value, FenceResultRecord.Parser) };
        if (Under(key, StateKeys.DeviceChecks, out rest))
            return current with { DeviceChecks = Changed(current.DeviceChecks, rest, value, DeviceCheckRecord.Parser) };
        if (Under(key, StateKeys.Shots, out rest))
            return current with { Shots = Changed(current.Shots, rest, value, ShotRecord.Parser) };
        if (Under(key, StateKeys.Tokens, out rest))
            return current with { Tokens = Changed(current.Tokens, rest, value, TokenRecord.Parser) };
        if (Under(key, StateKeys.Issued, out rest))
            return current with { Issued = Changed(current.Issued, rest, value, IssuedRecord.Parser) };
        if (Under(key, StateKeys.Revoked, out rest))
            return current with { Revoked = Changed(current.Revoked, rest, value, RevocationRecord.Parser) };
        if (Under(key, StateKeys.Trust, out rest))
            return current with { Trust = Changed(current.Trust, rest, value, TrustRecord.Parser) };
        return key switch
        {
            StateKeys.Leader => current with
            {
                Leader = value is null ? null : LeaderRecord.Parser.ParseFrom(value),
                LeaderRevision = value is null ? 0 : revision,
            },
            StateKeys.Authority => current with
            {
                Authority = value is null ? null : AuthorityRecord.Parser.ParseFrom(value),
                AuthorityRevision = value is null ? 0 : revision,
            },
            StateKeys.ObjectsGuard => current with { ObjectsGuardRevision = value is null ? 0 : revision },
            StateKeys.Formation => current with
            {
                Formation = value is null ? null : FormationRecord.Parser.ParseFrom(value),
            },
            StateKeys.HeartbeatKey => current with
            {
                HeartbeatKey = value is null ? null : HeartbeatKeyRecord.Parser.ParseFrom(value),
            },
            _ => current,
        };
    }

    private static bool Under(string key, string prefix, out string rest)
    {
        var under = key.StartsWith(prefix, StringComparison.Ordinal);
        rest = under ? key[prefix.Length..] : "";
        return under;
    }

    private static ImmutableDictionary<TKey, TValue> Changed<TKey, TValue>(
        ImmutableDictionary<TKey, TValue> current, TKey key, ByteString? value, MessageParser<TValue> parser)
        where TKey : notnull
        where TValue : IMessage<TValue> =>
        value is null ? current.Remove(key) : current.SetItem(key, parser.ParseFrom(value));

    /// <summary>The revision is the store's own; it is not kept in the value.</summary>
    private static Object Stamped(Object found, long revision)
    {
        found.Metadata.Revision = revision;
        return found;
    }
}
