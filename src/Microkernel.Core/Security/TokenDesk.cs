using Etcdserverpb;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microkernel.Core.Membership;
using Microkernel.Core.State;
using Microkernel.Node.V1;
using Microkernel.Security;
using Microkernel.V1;
using Role = Microkernel.Security.Role;

namespace Microkernel.Core.Security;

/// <summary>Makes tokens and takes them in. Of a secret the store has only the hash.</summary>
internal sealed class TokenDesk(
    ClusterTracker tracker, StateWriter writer, AuthorityKeeper authority, MemberDirectory members, NodeIdentity self,
    TimeProvider time)
{
    private static readonly TimeSpan DefaultLifetime = TimeSpan.FromHours(1), LifetimeMax = TimeSpan.FromDays(30);

    /// <summary>More than this at a time nobody can oversee.</summary>
    private const int TokensMax = 1000;

    public async Task<CreateTokenResponse> CreateAsync(CreateTokenRequest request, string createdBy, CancellationToken ct)
    {
        var role = RoleNames.Parse(request.Role);
        if (role is Role.None or Role.Driver)
            throw SecurityErrors.Invalid("role", request.Role, "node, viewer, operator or admin");
        if (request.Name.Length > 0 && !CertificateSubject.IsName(request.Name))
            throw SecurityErrors.Invalid("name", request.Name, "letters, digits, dots, dashes, at most 63");
        var lifetime = request.Lifetime?.ToTimeSpan() ?? DefaultLifetime;
        if (lifetime <= TimeSpan.Zero || lifetime > LifetimeMax)
            throw SecurityErrors.Invalid("lifetime", lifetime.ToString(), "more than nothing and at most 30 days");
        var authorities = authority.Authorities;
        if (authorities.Count == 0)
            throw SecurityErrors.Precondition("this cluster has no authority of its own: a token could not vouch for it");
        if (tracker.Current.Tokens.Count >= TokensMax)
            throw SecurityErrors.Precondition($"{TokensMax} tokens are good at this time: delete some");

        // One address of each member, each member's first: a token is copied by hand.
        var token = TokenText.Create(
            self.Cluster, [.. authorities.Select(CertificateAuthority.FingerprintOf)],
            [.. members.All.OrderBy(member => member.Name != self.Node).SelectMany(member => member.Addresses)]);
        var record = new TokenRecord
        {
            Hash = ByteString.CopyFrom(TokenText.Hash(token.Secret)),
            Role = role.Text(),
            Name = request.Name.Length > 0 ? request.Name : $"token-{token.Id}",
            NotAfter = (time.GetUtcNow() + lifetime).ToTimestamp(),
            CreatedBy = createdBy,
        };
        var revision = await writer.PutAsync(StateKeys.Token(token.Id), record, ct);
        await tracker.WaitForAsync(revision, ct);
        return new CreateTokenResponse { Token = token.ToString(), NotAfter = record.NotAfter };
    }

    public ListTokensResponse List()
    {
        var now = time.GetUtcNow().ToTimestamp();
        return new ListTokensResponse
        {
            Tokens =
            {
                tracker.Current.Tokens.Where(pair => pair.Value.NotAfter > now).OrderBy(pair => pair.Value.NotAfter)
                    .Select(pair => new TokenInfo
                    {
                        Id = pair.Key,
                        Role = pair.Value.Role,
                        Name = pair.Value.Name,
                        NotAfter = pair.Value.NotAfter,
                        CreatedBy = pair.Value.CreatedBy,
                    }),
            },
        };
    }

    public async Task DeleteAsync(string id, CancellationToken ct)
    {
        if (!tracker.Current.Tokens.ContainsKey(id)) throw SecurityErrors.NotFound($"there is no token {id}");
        if (await writer.TryAsync([], [StateWriter.Delete(StateKeys.Token(id))], ct) is { } revision)
            await tracker.WaitForAsync(revision, ct);
    }

    /// <summary>Checks a token that a host joins with.</summary>
    /// <exception cref="RpcException">It is not good: never says why, which would tell who guesses.</exception>
    public TokenRecord CheckJoin(string id, string secret) =>
        tracker.Current.Tokens.TryGetValue(id, out var record) && TokenText.Matches(secret, record.Hash.Span) &&
        record.Role == Role.Node.Text() && record.NotAfter.ToDateTimeOffset() > time.GetUtcNow()
            ? record
            : throw new RpcException(new Status(StatusCode.PermissionDenied,
                "the token is not good: unknown, used before, over, or not for joining"));

    /// <summary>Holds as long as a token was not used: for the transaction that uses it.</summary>
    public static Compare Unused(string id) => new()
    {
        Key = ByteString.CopyFromUtf8(StateKeys.Token(id)),
        Target = Compare.Types.CompareTarget.Version,
        Result = Compare.Types.CompareResult.Greater,
        Version = 0,
    };
}
