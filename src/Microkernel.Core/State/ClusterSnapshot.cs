using System.Collections.Immutable;
using Microkernel.Model;
using Microkernel.Node.V1;
using Object = Microkernel.V1.Object;

namespace Microkernel.Core.State;

/// <summary>A resource on a node.</summary>
internal readonly record struct ResourceOnNode(string Node, string Resource);

/// <summary>All that the core keeps in the store, as of one revision. Immutable.</summary>
internal sealed record ClusterSnapshot
{
    public static readonly ClusterSnapshot Empty = new();

    /// <summary>Store revision that this is true at.</summary>
    public long Revision { get; init; }

    /// <summary>Revision of the last change of an object: plans made from the same objects can share work.</summary>
    public long ObjectsRevision { get; init; }

    /// <summary>Revision of the key that changes with every change of any object; 0 before the first.</summary>
    public long ObjectsGuardRevision { get; init; }

    /// <summary>Declared objects by store key.</summary>
    public ImmutableSortedDictionary<string, Object> Objects { get; init; } =
        ImmutableSortedDictionary.Create<string, Object>(StringComparer.Ordinal);

    public LeaderRecord? Leader { get; init; }

    /// <summary>Revision of the leader's key, which each write of the leader compares.</summary>
    public long LeaderRevision { get; init; }

    public HeartbeatKeyRecord? HeartbeatKey { get; init; }

    public FormationRecord? Formation { get; init; }

    /// <summary>The cluster's own authorities; null where the operator's PKI is used.</summary>
    public AuthorityRecord? Authority { get; init; }

    /// <summary>Revision of the key of <see cref="Authority"/>; 0 without.</summary>
    public long AuthorityRevision { get; init; }

    public ImmutableDictionary<string, TokenRecord> Tokens { get; init; } = ImmutableDictionary<string, TokenRecord>.Empty;

    public ImmutableDictionary<string, IssuedRecord> Issued { get; init; } = ImmutableDictionary<string, IssuedRecord>.Empty;

    public ImmutableDictionary<string, RevocationRecord> Revoked { get; init; } =
        ImmutableDictionary<string, RevocationRecord>.Empty;

    public ImmutableDictionary<string, TrustRecord> Trust { get; init; } = ImmutableDictionary<string, TrustRecord>.Empty;

    public ImmutableDictionary<string, NodeReport> Reports { get; init; } = ImmutableDictionary<string, NodeReport>.Empty;

    public ImmutableDictionary<string, MemberRecord> Members { get; init; } = ImmutableDictionary<string, MemberRecord>.Empty;

    /// <summary>Revision of the last change of each member record, for writes that depend on it.</summary>
    public ImmutableDictionary<string, long> MemberRevisions { get; init; } = ImmutableDictionary<string, long>.Empty;

    public ImmutableDictionary<ResourceOnNode, ResourceRecord> Resources { get; init; } =
        ImmutableDictionary<ResourceOnNode, ResourceRecord>.Empty;

    public ImmutableDictionary<string, MoveRecord> Moves { get; init; } = ImmutableDictionary<string, MoveRecord>.Empty;

    public ImmutableDictionary<ResourceOnNode, CleanupRecord> Cleanups { get; init; } =
        ImmutableDictionary<ResourceOnNode, CleanupRecord>.Empty;

    public ImmutableDictionary<string, FenceRequestRecord> FenceRequests { get; init; } =
        ImmutableDictionary<string, FenceRequestRecord>.Empty;

    public ImmutableDictionary<string, FenceResultRecord> FenceResults { get; init; } =
        ImmutableDictionary<string, FenceResultRecord>.Empty;

    public ImmutableDictionary<string, DeviceCheckRecord> DeviceChecks { get; init; } =
        ImmutableDictionary<string, DeviceCheckRecord>.Empty;

    public ImmutableDictionary<string, ShotRecord> Shots { get; init; } = ImmutableDictionary<string, ShotRecord>.Empty;

    /// <summary>Objects of one kind, by name.</summary>
    public IEnumerable<Object> OfKind(Object.SpecOneofCase kind) =>
        Objects.Values.Where(candidate => candidate.SpecCase == kind);

    /// <summary>Finds an object; null when it is not declared.</summary>
    public Object? Find(Object.SpecOneofCase kind, string name) =>
        Objects.GetValueOrDefault(ObjectCodec.Key(Kinds.Get(kind), name));

    /// <summary>What holds for the cluster as a whole, defaults filled in.</summary>
    public EffectiveCluster Cluster =>
        EffectiveCluster.Of(Find(Object.SpecOneofCase.Cluster, Defaults.ClusterName)?.Cluster);
}
