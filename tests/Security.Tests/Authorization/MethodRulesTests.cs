using Google.Protobuf.Reflection;
using Microkernel.Core.Security;

namespace Microkernel.Security.Tests.Authorization;

public sealed class MethodRulesTests
{
    /// <summary>Every proto file whose services the core serves.</summary>
    private static IEnumerable<FileDescriptor> Files()
    {
        // One generated type of each assembly is enough to find all that is generated there.
        var assemblies = new[]
        {
            typeof(V1.Object).Assembly, typeof(Node.V1.LeaderRecord).Assembly, typeof(Raft.V1.Message).Assembly,
            typeof(Etcdserverpb.RangeRequest).Assembly,
        };
        return assemblies.SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.Name.EndsWith("Reflection", StringComparison.Ordinal))
            .Select(type => type.GetProperty("Descriptor")?.GetValue(null)).OfType<FileDescriptor>();
    }

    private static IEnumerable<string> Served() => Files().SelectMany(file => file.Services)
        .SelectMany(service => service.Methods.Select(method => $"/{service.FullName}/{method.Name}"));

    [Fact]
    public void Rules_EveryMethodOfTheProtos_HasOne() =>
        Assert.Empty(Served().Except(MethodRules.Methods));

    [Fact]
    public void Rules_NoneIsLeftOver() => Assert.Empty(MethodRules.Methods.Except(Served()));

    [Theory]
    [InlineData(Role.None, "/microkernel.v1.IdentityService/GetAuthorities", true)]
    [InlineData(Role.None, "/microkernel.v1.IdentityService/Join", true)]
    [InlineData(Role.None, "/microkernel.v1.ClusterService/GetStatus", false)]
    [InlineData(Role.Viewer, "/microkernel.v1.ClusterService/GetStatus", true)]
    [InlineData(Role.Viewer, "/microkernel.v1.OperationService/Move", false)]
    [InlineData(Role.Viewer, "/etcdserverpb.KV/Range", false)]
    [InlineData(Role.Operator, "/microkernel.v1.OperationService/Fence", true)]
    [InlineData(Role.Operator, "/microkernel.v1.ObjectService/Apply", false)]
    [InlineData(Role.Operator, "/microkernel.v1.AuditService/ListAudit", false)]
    [InlineData(Role.Admin, "/microkernel.v1.ObjectService/Apply", true)]
    [InlineData(Role.Admin, "/etcdserverpb.KV/Put", true)]
    [InlineData(Role.Admin, "/microkernel.raft.v1.RaftService/Deliver", false)]
    [InlineData(Role.Admin, "/microkernel.node.v1.TrustService/GetDataKeys", false)]
    [InlineData(Role.Driver, "/microkernel.node.v1.NodeService/Execute", false)]
    [InlineData(Role.Driver, "/microkernel.v1.ObjectService/List", false)]
    [InlineData(Role.Driver, "/etcdserverpb.Lease/LeaseRevoke", false)]
    [InlineData(Role.Node, "/microkernel.raft.v1.RaftService/Deliver", true)]
    [InlineData(Role.Node, "/microkernel.v1.IdentityService/CreateToken", false)]
    public void Allows_RoleAndMethod_IsAsWritten(Role role, string method, bool allowed) =>
        Assert.Equal(allowed, MethodRules.Find(method)!.Allows(role));

    [Fact]
    public void Anyone_OnlyWhatATokenNeeds_IsOpen() => Assert.Equal(
        ["/microkernel.v1.IdentityService/GetAuthorities", "/microkernel.v1.IdentityService/Join"],
        MethodRules.Methods.Where(method => MethodRules.Find(method)!.Anyone).Order(StringComparer.Ordinal));
}
