using Etcdserverpb;
using Grpc.Core;
using Grpc.Net.Client;

namespace Microkernel.Store.Tests.Etcd;

/// <summary>Every method of etcd's API: it is served, or it answers UNIMPLEMENTED; nothing in between.</summary>
public sealed class ServedMethodsTests(EtcdServer server) : IClassFixture<EtcdServer>
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create<byte[]>(bytes => bytes, bytes => bytes);

    /// <summary>Methods of our own proto that etcd has and the store has no use for.</summary>
    private static readonly string[] NotServed = ["/etcdserverpb.Maintenance/Downgrade"];

    /// <summary>Services of etcd 3.4 and 3.5 that the store does not have, from their protos.</summary>
    private static readonly Dictionary<string, string> NotServedServices = new()
    {
        ["etcdserverpb.Auth"] = "AuthEnable AuthDisable AuthStatus Authenticate UserAdd UserGet UserList UserDelete "
            + "UserChangePassword UserGrantRole UserRevokeRole RoleAdd RoleGet RoleList RoleDelete RoleGrantPermission "
            + "RoleRevokePermission",
        ["v3lockpb.Lock"] = "Lock Unlock",
        ["v3electionpb.Election"] = "Campaign Proclaim Leader Observe Resign",
    };

    public static TheoryData<string, bool> Methods
    {
        get
        {
            var methods = new TheoryData<string, bool>();
            foreach (var service in RpcReflection.Descriptor.Services)
            {
                foreach (var method in service.Methods)
                {
                    string name = $"/{service.FullName}/{method.Name}";
                    methods.Add(name, !NotServed.Contains(name));
                }
            }

            foreach (var (service, names) in NotServedServices)
            {
                foreach (string name in names.Split(' '))
                    methods.Add($"/{service}/{name}", false);
            }

            return methods;
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Method_OfEtcd_IsServedOrUnimplemented(string method, bool isServed)
    {
        using var channel = GrpcChannel.ForAddress("http://" + server.Endpoint);
        string[] parts = method.Split('/');

        // On the wire a unary call is a stream of one message.
        var called = new Method<byte[], byte[]>(MethodType.DuplexStreaming, parts[1], parts[2], Bytes, Bytes);
        using var call = channel.CreateCallInvoker().AsyncDuplexStreamingCall(
            called, null, new CallOptions(deadline: DateTime.UtcNow.AddSeconds(30)));
        try
        {
            await call.RequestStream.WriteAsync([]);
            await call.RequestStream.CompleteAsync();
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException)
        {
            // Answered before it was asked: reading tells how.
        }

        var code = StatusCode.OK;
        try
        {
            while (await call.ResponseStream.MoveNext(CancellationToken.None))
            {
            }
        }
        catch (RpcException e)
        {
            code = e.StatusCode;
        }

        Assert.Equal(isServed, code != StatusCode.Unimplemented);
        Assert.True(code is not (StatusCode.Unknown or StatusCode.Internal or StatusCode.DeadlineExceeded), $"{code}");
    }
}
