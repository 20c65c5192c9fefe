using System.Collections.Frozen;
using Microkernel.Security;

namespace Microkernel.Core.Security;

/// <summary>Who may call what: the one table. A method that is not in it may be called by nobody.</summary>
internal static class MethodRules
{
    private const Role View = Role.Viewer | Role.Operator | Role.Admin | Role.Node;
    private const Role Operate = Role.Operator | Role.Admin;
    private const Role Administer = Role.Admin;
    private const Role Nodes = Role.Node;
    private const Role Raw = Role.Admin | Role.Node;
    private const Role OwnKeys = Raw | Role.Driver;
    private const Role Named = Role.Viewer | Role.Operator | Role.Admin | Role.Driver | Role.Node;

    private static readonly FrozenDictionary<string, MethodRule> Rules = new MethodRule[]
    {
        new("/microkernel.v1.ClusterService/GetStatus", View),
        new("/microkernel.v1.EventService/ListEvents", View),
        new("/microkernel.v1.ObjectService/Get", View),
        new("/microkernel.v1.ObjectService/List", View),
        new("/microkernel.v1.ObjectService/Watch", View),
        new("/microkernel.v1.ObjectService/Apply", Administer, Changes: true),
        new("/microkernel.v1.ObjectService/Delete", Administer, Changes: true),
        new("/microkernel.v1.OperationService/GetPlan", View),
        new("/microkernel.v1.OperationService/Move", Operate, Changes: true),
        new("/microkernel.v1.OperationService/SetStandby", Operate, Changes: true),
        new("/microkernel.v1.OperationService/SetLeave", Operate, Changes: true),
        new("/microkernel.v1.FencingService/ListFencings", View),
        new("/microkernel.v1.OperationService/Fence", Operate, Changes: true),
        new("/microkernel.v1.OperationService/ConfirmFenced", Operate, Changes: true),
        new("/microkernel.v1.OperationService/Recover", Operate, Changes: true),
        new("/microkernel.v1.OperationService/Cleanup", Operate, Changes: true),
        // They start programs by their path, as the core's own user. A node hands them on to the one that is meant.
        new("/microkernel.v1.NodeDriverService/GetDriver", View | Nodes),
        new("/microkernel.v1.NodeDriverService/SwapDriver", Administer | Nodes, Changes: true),
        new("/microkernel.v1.NodeDriverService/UpgradeCore", Administer | Nodes, Changes: true),
        new("/microkernel.v1.AuditService/ListAudit", Administer),

        // Who may call these shows it otherwise: by a token, or by comparing what is answered with one.
        new("/microkernel.v1.IdentityService/GetAuthorities", Named, Anyone: true),
        new("/microkernel.v1.IdentityService/Join", Named, Anyone: true, Changes: true),
        new("/microkernel.v1.IdentityService/Leave", Administer | Nodes, Changes: true),
        new("/microkernel.v1.IdentityService/CreateToken", Administer, Changes: true),
        new("/microkernel.v1.IdentityService/ListTokens", Administer),
        new("/microkernel.v1.IdentityService/DeleteToken", Administer, Changes: true),
        new("/microkernel.v1.IdentityService/IssueCertificate", Administer, Changes: true),
        new("/microkernel.v1.IdentityService/RenewCertificate", Named, Changes: true),
        new("/microkernel.v1.IdentityService/ListCertificates", Administer),
        new("/microkernel.v1.IdentityService/RevokeCertificate", Administer, Changes: true),
        new("/microkernel.v1.IdentityService/RotateAuthority", Administer, Changes: true),
        new("/microkernel.v1.IdentityService/RotateDataKey", Administer | Nodes, Changes: true),

        new("/microkernel.node.v1.NodeService/Execute", Nodes),
        new("/microkernel.node.v1.NodeService/Shoot", Nodes),
        new("/microkernel.node.v1.TrustService/PutDataKeys", Nodes),
        new("/microkernel.node.v1.TrustService/GetDataKeys", Nodes),
        new("/microkernel.raft.v1.RaftService/Deliver", Nodes),
        new("/microkernel.raft.v1.RaftService/InstallSnapshot", Nodes),
        new("/microkernel.raft.v1.RaftService/GetSnapshotProgress", Nodes),

        // etcd's API is the store itself. A driver reaches its own keys: StoreGate looks at each request.
        new("/etcdserverpb.KV/Range", OwnKeys),
        new("/etcdserverpb.KV/Put", OwnKeys, Changes: true),
        new("/etcdserverpb.KV/DeleteRange", OwnKeys, Changes: true),
        new("/etcdserverpb.KV/Txn", OwnKeys, Changes: true),
        new("/etcdserverpb.KV/Compact", Raw, Changes: true),
        new("/etcdserverpb.Watch/Watch", OwnKeys),
        new("/etcdserverpb.Lease/LeaseGrant", Raw),
        new("/etcdserverpb.Lease/LeaseRevoke", Raw),
        new("/etcdserverpb.Lease/LeaseKeepAlive", Raw),
        new("/etcdserverpb.Lease/LeaseTimeToLive", Raw),
        new("/etcdserverpb.Lease/LeaseLeases", Raw),
        new("/etcdserverpb.Cluster/MemberAdd", Raw, Changes: true),
        new("/etcdserverpb.Cluster/MemberRemove", Raw, Changes: true),
        new("/etcdserverpb.Cluster/MemberUpdate", Raw, Changes: true),
        new("/etcdserverpb.Cluster/MemberPromote", Raw, Changes: true),
        new("/etcdserverpb.Cluster/MemberList", View),
        new("/etcdserverpb.Maintenance/Alarm", Raw, Changes: true),
        new("/etcdserverpb.Maintenance/Status", View),
        new("/etcdserverpb.Maintenance/Defragment", Raw, Changes: true),
        new("/etcdserverpb.Maintenance/Hash", Raw),
        new("/etcdserverpb.Maintenance/HashKV", Raw),
        new("/etcdserverpb.Maintenance/Snapshot", Raw, Changes: true),
        new("/etcdserverpb.Maintenance/MoveLeader", Raw, Changes: true),
        new("/etcdserverpb.Maintenance/Downgrade", Raw, Changes: true),
    }.ToFrozenDictionary(rule => rule.Method);

    /// <summary>Gets every method that has a rule.</summary>
    public static IReadOnlyCollection<string> Methods => Rules.Keys;

    /// <summary>Finds the rule of a method, <c>/package.Service/Method</c>; null when it has none.</summary>
    public static MethodRule? Find(string method) => Rules.GetValueOrDefault(method);
}

/// <summary>Who may call a method.</summary>
/// <param name="Method">Its path.</param>
/// <param name="Roles">The roles that may.</param>
/// <param name="Anyone">Even who shows neither certificate nor token.</param>
/// <param name="Changes">It changes something, or hands out everything: it stands in the audit trail.</param>
internal sealed record MethodRule(string Method, Role Roles, bool Anyone = false, bool Changes = false)
{
    /// <summary>Returns whether a role may call it.</summary>
    public bool Allows(Role role) => Anyone || (Roles & role) != 0;
}
