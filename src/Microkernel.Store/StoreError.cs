using System.Collections.Frozen;
using Grpc.Core;

namespace Microkernel.Store;

/// <summary>A way in which a request can fail: etcd's texts and codes, which its clients know.</summary>
public sealed class StoreError
{
    private StoreError(StatusCode code, string message) => Status = new Status(code, message);

    /// <summary>Gets the gRPC status that a client gets.</summary>
    public Status Status { get; }

    /// <summary>A request names no key.</summary>
    public static StoreError EmptyKey { get; } = Invalid("key is not provided");

    /// <summary>A put wants to keep what a missing key does not have.</summary>
    public static StoreError KeyNotFound { get; } = Invalid("key not found");

    /// <summary>A put wants to keep the value and brings one.</summary>
    public static StoreError ValueProvided { get; } = Invalid("value is provided");

    /// <summary>A put wants to keep the lease and brings one.</summary>
    public static StoreError LeaseProvided { get; } = Invalid("lease is provided");

    /// <summary>A transaction has more operations than allowed.</summary>
    public static StoreError TooManyOperations { get; } = Invalid("too many operations in txn request");

    /// <summary>A transaction would change a key twice.</summary>
    public static StoreError DuplicateKey { get; } = Invalid("duplicate key given in txn request");

    /// <summary>A sort order or target that does not exist.</summary>
    public static StoreError InvalidSortOption { get; } = Invalid("invalid sort option");

    /// <summary>A request is larger than allowed.</summary>
    public static StoreError RequestTooLarge { get; } = Invalid("request is too large");

    /// <summary>The revision was compacted.</summary>
    public static StoreError Compacted { get; } =
        new(StatusCode.OutOfRange, "etcdserver: mvcc: required revision has been compacted");

    /// <summary>The revision is not there yet.</summary>
    public static StoreError FutureRevision { get; } =
        new(StatusCode.OutOfRange, "etcdserver: mvcc: required revision is a future revision");

    /// <summary>The quota is used up.</summary>
    public static StoreError NoSpace { get; } =
        new(StatusCode.ResourceExhausted, "etcdserver: mvcc: database space exceeded");

    /// <summary>There is no such lease.</summary>
    public static StoreError LeaseNotFound { get; } =
        new(StatusCode.NotFound, "etcdserver: requested lease not found");

    /// <summary>There is such a lease already.</summary>
    public static StoreError LeaseExists { get; } =
        new(StatusCode.FailedPrecondition, "etcdserver: lease already exists");

    /// <summary>A time to live beyond what is allowed.</summary>
    public static StoreError LeaseTtlTooLarge { get; } = new(StatusCode.OutOfRange, "etcdserver: too large lease TTL");

    /// <summary>There is no such member.</summary>
    public static StoreError MemberNotFound { get; } = new(StatusCode.NotFound, "etcdserver: member not found");

    /// <summary>A member's addresses cannot be used.</summary>
    public static StoreError MemberBadUrls { get; } = Invalid("given member URLs are invalid");

    /// <summary>Another member has that address.</summary>
    public static StoreError PeerUrlExists { get; } =
        new(StatusCode.FailedPrecondition, "etcdserver: Peer URLs already exists");

    /// <summary>Only a learner can be promoted.</summary>
    public static StoreError MemberNotLearner { get; } =
        new(StatusCode.FailedPrecondition, "etcdserver: can only promote a learner member");

    /// <summary>The member does not lead.</summary>
    public static StoreError NotLeader { get; } = new(StatusCode.FailedPrecondition, "etcdserver: not leader");

    /// <summary>The member cannot take over leadership.</summary>
    public static StoreError BadLeaderTransferee { get; } =
        new(StatusCode.FailedPrecondition, "etcdserver: bad leader transferee");

    /// <summary>There is no leader.</summary>
    public static StoreError NoLeader { get; } = new(StatusCode.Unavailable, "etcdserver: no leader");

    /// <summary>The leader changed while the request was on its way; it may or may not have been done.</summary>
    public static StoreError LeaderChanged { get; } = new(StatusCode.Unavailable, "etcdserver: leader changed");

    /// <summary>The cluster did not answer in time; the request may or may not have been done.</summary>
    public static StoreError Timeout { get; } = new(StatusCode.Unavailable, "etcdserver: request timed out");

    /// <summary>The member is shutting down.</summary>
    public static StoreError Stopped { get; } = new(StatusCode.Unavailable, "etcdserver: server stopped");

    private static readonly FrozenDictionary<string, StoreError> ByMessage = new[]
    {
        EmptyKey, KeyNotFound, ValueProvided, LeaseProvided, TooManyOperations, DuplicateKey, InvalidSortOption,
        RequestTooLarge, Compacted, FutureRevision, NoSpace, LeaseNotFound, LeaseExists, LeaseTtlTooLarge,
        MemberNotFound, MemberBadUrls, PeerUrlExists, MemberNotLearner, NotLeader, BadLeaderTransferee, NoLeader,
        LeaderChanged, Timeout, Stopped,
    }.ToFrozenDictionary(error => error.Status.Detail, StringComparer.Ordinal);

    /// <summary>Finds the error that a status of an etcd server stands for.</summary>
    /// <param name="status">The status.</param>
    /// <returns>The error, or null if the text is none of etcd's.</returns>
    public static StoreError? FromStatus(Status status) => ByMessage.GetValueOrDefault(status.Detail);

    /// <summary>A change of the members that cannot be made.</summary>
    /// <param name="why">Why not, for people.</param>
    /// <returns>The error.</returns>
    public static StoreError Reconfiguration(string why) =>
        new(StatusCode.FailedPrecondition, "etcdserver: re-configuration failed: " + why);

    /// <inheritdoc/>
    public override string ToString() => Status.Detail;

    private static StoreError Invalid(string message) => new(StatusCode.InvalidArgument, "etcdserver: " + message);
}
