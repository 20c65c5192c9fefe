using System.Net;
using System.Net.Sockets;
using Etcdserverpb;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microkernel.Consensus;
using Microkernel.Core.Configuration;
using Microkernel.Core.Events;
using Microkernel.Core.Membership;
using Microkernel.Core.State;
using Microkernel.Model;
using Microkernel.Security;
using Microkernel.V1;
using Object = Microkernel.V1.Object;
using Role = Microkernel.Security.Role;

namespace Microkernel.Core.Security;

/// <summary>On the leader, takes hosts into the running cluster.</summary>
internal sealed class Admission(
    ClusterTracker tracker, StateWriter writer, TokenDesk tokens, AuthorityKeeper authority, DataKeyRing keys,
    MemberDirectory members, IMemberLog log, EventRecorder events, NodeIdentity self, TimeProvider time) : IDisposable
{
    private const uint IdMax = 64;
    private const int AddressesMax = 8;

    private readonly SemaphoreSlim _oneByOne = new(1);

    public async Task<JoinResponse> JoinAsync(JoinRequest request, CancellationToken ct)
    {
        await _oneByOne.WaitAsync(ct);
        try
        {
            return await AdmitAsync(request, ct);
        }
        finally
        {
            _oneByOne.Release();
        }
    }

    public void Dispose() => _oneByOne.Dispose();

    private async Task<JoinResponse> AdmitAsync(JoinRequest request, CancellationToken ct)
    {
        var token = tokens.CheckJoin(request.Token, request.Secret);
        var member = Describe(request);
        var key = CertificateDesk.ReadRequest(request.CertificateRequest.ToByteArray());
        var hosts = member.Addresses.Select(address => PeerDialer.Split(address).Host);
        var (certificate, issued) = authority.Issue(Role.Node, member.Name, key, hosts, ClusterFounder.NodeLifetime);
        using var _ = certificate;
        var snapshot = tracker.Current;
        var changes = new List<RequestOp> { issued, StateWriter.Delete(StateKeys.Token(request.Token)) };
        changes.AddRange(Objects(snapshot, member));
        var revision = await writer.TryAsync(
            [TokenDesk.Unused(request.Token), StateWriter.AtRevision(StateKeys.ObjectsGuard, snapshot.ObjectsGuardRevision)],
            changes, ct)
            ?? throw new RpcException(new Status(StatusCode.Unavailable, "objects were changed meanwhile: try again"));
        await tracker.WaitForAsync(revision, ct);
        try
        {
            var peer = new RaftPeer(member.Id, member.Name, member.Addresses, member.IsWitness);
            await log.ChangeAsync(new MembershipChange().AddLearner(peer), ct);
        }
        catch (Exception e) when (e is RaftUnavailableException or InvalidMembershipChangeException)
        {
            // Nothing was changed: the host may try again with the same token.
            await writer.PutAsync(StateKeys.Token(request.Token), token, ct);
            throw new RpcException(new Status(StatusCode.Unavailable, e.Message));
        }
        events.Record(EventFactory.About(
            "Node", member.Name, "NodeAdded", Severity.Info, $"{member.Name} was taken into the cluster"));
        return new JoinResponse
        {
            Cluster = self.Cluster,
            Certificate = PemFiles.Text([certificate]),
            Authorities = PemFiles.Text(authority.Authorities),
            DataKeys = { keys.Keys.Select(held => new V1.DataKey { Id = held.Id, Key = ByteString.CopyFrom(held.Bytes) }) },
            Members = { members.All.Where(other => other.Name != member.Name).Append(member).Select(other => other.ToString()) },
        };
    }

    private ClusterMember Describe(JoinRequest request)
    {
        if (!CertificateSubject.IsName(request.Node))
            throw SecurityErrors.Invalid("node", request.Node, "letters, digits, dots, dashes, at most 63");
        if (request.Addresses.Count is 0 or > AddressesMax)
            throw SecurityErrors.Invalid("addresses", request.Addresses.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), $"1 to {AddressesMax}");
        var used = tracker.Current.OfKind(Object.SpecOneofCase.Node).Select(node => node.Node.Id)
            .Concat(members.All.Select(member => member.Id)).ToHashSet();
        // Numbers of nodes that have left come last: old logs may still name them.
        var next = used.Max() + 1;
        if (next > IdMax) next = Enumerable.Range(1, (int)IdMax).Select(id => (uint)id).FirstOrDefault(id => !used.Contains(id));
        if (next == 0) throw SecurityErrors.Precondition($"the cluster has {IdMax} nodes, which is all that it can have");
        ClusterMember member;
        try
        {
            member = ClusterMember.Parse($"{request.Node}={next}@{string.Join(',', request.Addresses)}") with
            {
                IsWitness = request.Witness,
            };
        }
        catch (FormatException e)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"addresses: {e.Message}"));
        }
        var twin = members.All.FirstOrDefault(other =>
            other.Name == member.Name || other.Addresses.Intersect(member.Addresses).Any());
        return twin is null && tracker.Current.Find(Object.SpecOneofCase.Node, member.Name) is null
            ? member
            : throw new RpcException(new Status(StatusCode.AlreadyExists,
                $"{twin?.Name ?? member.Name} belongs to the cluster with this name or address"));
    }

    /// <summary>The Node, and its place on the rings.</summary>
    private IEnumerable<RequestOp> Objects(ClusterSnapshot snapshot, ClusterMember member)
    {
        var node = new Object
        {
            Metadata = new ObjectMeta { Name = member.Name, Generation = 1, Created = time.GetUtcNow().ToTimestamp() },
            Node = new NodeSpec { Id = member.Id, Role = member.IsWitness ? NodeRole.Witness : NodeRole.Member },
        };
        yield return StateWriter.Put(ObjectCodec.Key(node), node);
        foreach (var ring in RingPlaces.WithMember(snapshot, members.All, member, time.GetUtcNow()))
            yield return StateWriter.Put(ObjectCodec.Key(ring), ring);
        yield return StateWriter.Put(StateKeys.ObjectsGuard, new Empty());
    }
}
