using Grpc.Core;
using Microkernel.Core.Membership;
using Microkernel.Core.Security;
using Microkernel.Core.Transitions;
using Microkernel.Security;
using Microkernel.V1;

namespace Microkernel.Core.Api;

/// <summary>Answers for certificates, tokens, members and keys; what only the leader can do is handed on to it.</summary>
internal sealed class IdentityServiceImpl(
    TokenDesk tokens, CertificateDesk certificates, AuthorityKeeper authority, Admission admission, NodeRemoval removal,
    DataKeyRotation rotation, IQuorum quorum, NodeClients nodes, NodeIdentity self) : IdentityService.IdentityServiceBase
{
    public override Task<GetAuthoritiesResponse> GetAuthorities(GetAuthoritiesRequest request, ServerCallContext context) =>
        Task.FromResult(new GetAuthoritiesResponse
        {
            Cluster = self.Cluster,
            Certificates = PemFiles.Text(authority.Authorities),
        });

    public override Task<JoinResponse> Join(JoinRequest request, ServerCallContext context) => OnLeaderAsync(
        () => admission.JoinAsync(request, context.CancellationToken),
        (leader, options) => leader.JoinAsync(request, options), context);

    public override Task<LeaveResponse> Leave(LeaveRequest request, ServerCallContext context) => OnLeaderAsync(
        async () =>
        {
            await removal.LeaveAsync(request.Node, context.CancellationToken);
            return new LeaveResponse();
        },
        (leader, options) => leader.LeaveAsync(request, options), context);

    public override Task<RotateDataKeyResponse> RotateDataKey(RotateDataKeyRequest request, ServerCallContext context) =>
        OnLeaderAsync(
            () => rotation.RotateAsync(context.CancellationToken),
            (leader, options) => leader.RotateDataKeyAsync(request, options), context);

    public override Task<CreateTokenResponse> CreateToken(CreateTokenRequest request, ServerCallContext context) =>
        StoreErrors.TranslateAsync(() => tokens.CreateAsync(request, Caller.Of(context).Name, context.CancellationToken));

    public override Task<ListTokensResponse> ListTokens(ListTokensRequest request, ServerCallContext context) =>
        Task.FromResult(tokens.List());

    public override async Task<DeleteTokenResponse> DeleteToken(DeleteTokenRequest request, ServerCallContext context)
    {
        await tokens.DeleteAsync(request.Id, context.CancellationToken);
        return new DeleteTokenResponse();
    }

    public override Task<IssueCertificateResponse> IssueCertificate(
        IssueCertificateRequest request, ServerCallContext context) =>
        StoreErrors.TranslateAsync(() => certificates.IssueAsync(request, context.CancellationToken));

    public override Task<RenewCertificateResponse> RenewCertificate(
        RenewCertificateRequest request, ServerCallContext context) =>
        StoreErrors.TranslateAsync(() => certificates.RenewAsync(request, Caller.Of(context), context.CancellationToken));

    public override Task<ListCertificatesResponse> ListCertificates(
        ListCertificatesRequest request, ServerCallContext context) => Task.FromResult(certificates.List());

    public override Task<RevokeCertificateResponse> RevokeCertificate(
        RevokeCertificateRequest request, ServerCallContext context) =>
        StoreErrors.TranslateAsync(() => certificates.RevokeAsync(request, context.CancellationToken));

    public override Task<RotateAuthorityResponse> RotateAuthority(
        RotateAuthorityRequest request, ServerCallContext context) =>
        StoreErrors.TranslateAsync(() => certificates.RotateAsync(request.Finish, context.CancellationToken));

    /// <summary>Handed on once at most: two nodes that believe in each other must not play on.</summary>
    private async Task<T> OnLeaderAsync<T>(
        Func<Task<T>> here, Func<IdentityService.IdentityServiceClient, CallOptions, AsyncUnaryCall<T>> there,
        ServerCallContext context)
    {
        const string Mark = "microkernel-forwarded";
        if (quorum.IsLeader && quorum.HasQuorum) return await StoreErrors.TranslateAsync(here);
        if (quorum.Leader.Length == 0 || quorum.Leader == self.Node || context.RequestHeaders.Get(Mark) is not null)
            throw new RpcException(new Status(StatusCode.Unavailable, "no leader now: try again"));
        var options = new CallOptions(
            [new Metadata.Entry(Mark, "1")], context.Deadline == DateTime.MaxValue ? DateTime.UtcNow.AddSeconds(30) : context.Deadline,
            context.CancellationToken);
        try
        {
            using var call = there(new IdentityService.IdentityServiceClient(nodes.To(quorum.Leader)), options);
            return await call;
        }
        catch (RpcException e)
        {
            // The caller sees the leader's answer, without the way there.
            throw new RpcException(new Status(e.StatusCode, e.Status.Detail));
        }
    }
}
