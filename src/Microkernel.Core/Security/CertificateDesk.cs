using System.Security.Cryptography.X509Certificates;
using Etcdserverpb;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microkernel.Core.Membership;
using Microkernel.Core.State;
using Microkernel.Node.V1;
using Microkernel.Security;
using Microkernel.V1;
using Role = Microkernel.Security.Role;

namespace Microkernel.Core.Security;

/// <summary>Issues, lists and revokes certificates, and changes the authority.</summary>
internal sealed class CertificateDesk(
    ClusterTracker tracker, StateWriter writer, AuthorityKeeper authority, MemberDirectory members, TimeProvider time)
{
    public async Task<IssueCertificateResponse> IssueAsync(IssueCertificateRequest request, CancellationToken ct)
    {
        var role = RoleNames.Parse(request.Role);
        if (role is Role.None or Role.Node)
            throw SecurityErrors.Invalid("role", request.Role, "viewer, operator, admin or driver; nodes join by a token");
        if (!CertificateSubject.IsName(request.Name))
            throw SecurityErrors.Invalid("name", request.Name, "letters, digits, dots, dashes, at most 63");
        var lifetime = request.Lifetime?.ToTimeSpan() ?? ClusterFounder.PersonLifetime;
        if (lifetime <= TimeSpan.Zero || lifetime > ClusterFounder.PersonLifetime)
            throw SecurityErrors.Invalid("lifetime", lifetime.ToString(), "more than nothing and at most 365 days");
        var certificate = await IssueAsync(
            role, request.Name, ReadRequest(request.CertificateRequest.ToByteArray()), lifetime, ct);
        return new IssueCertificateResponse { Certificate = certificate, Authorities = PemFiles.Text(authority.Authorities) };
    }

    public async Task<RenewCertificateResponse> RenewAsync(
        RenewCertificateRequest request, Caller caller, CancellationToken ct)
    {
        if (caller.Serial.Length == 0)
            throw new RpcException(new Status(StatusCode.PermissionDenied, "only the holder of a certificate can renew it"));
        var lifetime = caller.Role == Role.Node ? ClusterFounder.NodeLifetime : ClusterFounder.PersonLifetime;
        var hosts = members.Find(caller.Name)?.Addresses.Select(address => PeerDialer.Split(address).Host) ?? [];
        var certificate = await IssueAsync(
            caller.Role, caller.Name, ReadRequest(request.CertificateRequest.ToByteArray()), lifetime, ct,
            caller.Role == Role.Node ? hosts : []);
        return new RenewCertificateResponse { Certificate = certificate, Authorities = PemFiles.Text(authority.Authorities) };
    }

    public ListCertificatesResponse List()
    {
        var snapshot = tracker.Current;
        var now = time.GetUtcNow().ToTimestamp();
        var response = new ListCertificatesResponse();
        response.Certificates.Add(snapshot.Issued.Where(pair => pair.Value.NotAfter > now)
            .OrderBy(pair => pair.Value.Role, StringComparer.Ordinal).ThenBy(pair => pair.Value.Name, StringComparer.Ordinal)
            .ThenBy(pair => pair.Value.NotAfter).Select(pair => new CertificateInfo
            {
                Serial = pair.Key,
                Role = pair.Value.Role,
                Name = pair.Value.Name,
                NotAfter = pair.Value.NotAfter,
                Revoked = snapshot.Revoked.ContainsKey(pair.Key),
                Authority = pair.Value.Authority,
            }));
        foreach (var stored in snapshot.Authority?.Authorities ?? [])
        {
            using var certificate = X509CertificateLoader.LoadCertificate(stored.Certificate.Span);
            response.Authorities.Add(new AuthorityInfo
            {
                Fingerprint = CertificateAuthority.FingerprintOf(certificate),
                NotAfter = Timestamp.FromDateTime(certificate.NotAfter.ToUniversalTime()),
                Issues = stored.Issues,
            });
        }
        return response;
    }

    public async Task<RevokeCertificateResponse> RevokeAsync(RevokeCertificateRequest request, CancellationToken ct)
    {
        var snapshot = tracker.Current;
        var now = time.GetUtcNow().ToTimestamp();
        var wanted = request.Certificate;
        var found = snapshot.Issued.Where(pair => pair.Value.NotAfter > now && !snapshot.Revoked.ContainsKey(pair.Key) &&
            (pair.Key.Equals(wanted, StringComparison.OrdinalIgnoreCase) || pair.Value.Name == wanted)).ToList();
        if (found.Any(pair => pair.Value.Role == Role.Node.Text() && members.Find(pair.Value.Name) is not null &&
                snapshot.Trust.GetValueOrDefault(pair.Value.Name)?.Serial == pair.Key))
            throw SecurityErrors.Precondition($"{wanted} is what a node of the cluster uses: let it leave first");
        // Founding certificates were issued before there was a store; they can be named by their serial number.
        if (found.Count == 0 && wanted.Length >= 16 && wanted.All(char.IsAsciiHexDigit) &&
            !snapshot.Revoked.ContainsKey(wanted.ToUpperInvariant()))
            found.Add(new(wanted.ToUpperInvariant(), new IssuedRecord { NotAfter = (time.GetUtcNow() + CertificateAuthority.Lifetime).ToTimestamp() }));
        if (found.Count == 0) throw SecurityErrors.NotFound($"no certificate '{wanted}' that is good");
        var revision = await writer.TryAsync([], Revocations(found, request.Reason), ct);
        if (revision is { } done) await tracker.WaitForAsync(done, ct);
        return new RevokeCertificateResponse { Revoked = (uint)found.Count };
    }

    /// <summary>The writes that revoke.</summary>
    public static IEnumerable<RequestOp> Revocations(
        IEnumerable<KeyValuePair<string, IssuedRecord>> certificates, string reason) => certificates.Select(
        pair => StateWriter.Put(
            StateKeys.Revocation(pair.Key), new RevocationRecord { NotAfter = pair.Value.NotAfter, Reason = reason }));

    public async Task<RotateAuthorityResponse> RotateAsync(bool finish, CancellationToken ct)
    {
        var snapshot = tracker.Current;
        var record = snapshot.Authority?.Clone() ?? throw SecurityErrors.Precondition(
            "this cluster has no authority of its own: its certificates come from the operator's PKI");
        if (finish) Finish(snapshot, record);
        else if (record.Authorities.Count > 1)
            throw SecurityErrors.Precondition("the authority is being changed already: 'mkctl cert rotate-ca --finish' ends it");
        else record.Authorities.Add(authority.Create());
        var revision = await writer.TryAsync(
            [StateWriter.AtRevision(StateKeys.Authority, snapshot.AuthorityRevision)],
            [StateWriter.Put(StateKeys.Authority, record)], ct)
            ?? throw new RpcException(new Status(StatusCode.Aborted, "the authority was changed meanwhile"));
        await tracker.WaitForAsync(revision, ct);
        return new RotateAuthorityResponse { Fingerprint = AuthorityKeeper.FingerprintOf(record.Authorities[^1]) };
    }

    private void Finish(ClusterSnapshot snapshot, AuthorityRecord record)
    {
        if (record.Authorities.Count < 2) throw SecurityErrors.Precondition("the authority is not being changed");
        var issuer = AuthorityKeeper.FingerprintOf(AuthorityKeeper.IssuerIn(snapshot)!);
        foreach (var member in members.All)
            if (snapshot.Trust.GetValueOrDefault(member.Name) is not { } trust || trust.OwnAuthority != issuer)
                throw SecurityErrors.Precondition($"{member.Name} has no certificate of the new authority yet");
        if (!record.Authorities[^1].Issues) throw SecurityErrors.Precondition("not every node trusts the new authority yet");
        record.Authorities.RemoveAt(0);
    }

    private async Task<string> IssueAsync(
        Role role, string name, PublicKey key, TimeSpan lifetime, CancellationToken ct, IEnumerable<string>? hosts = null)
    {
        var (certificate, record) = authority.Issue(role, name, key, hosts ?? [], lifetime);
        using (certificate)
        {
            if (await writer.TryAsync([], [record], ct) is { } revision) await tracker.WaitForAsync(revision, ct);
            return certificate.ExportCertificatePem() + "\n";
        }
    }

    /// <summary>Reads a request for a certificate.</summary>
    /// <exception cref="RpcException">It is none.</exception>
    public static PublicKey ReadRequest(byte[] request)
    {
        try
        {
            return KeyRequest.Read(request);
        }
        catch (FormatException e)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"certificate_request: {e.Message}"));
        }
    }
}
