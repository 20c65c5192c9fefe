using Etcdserverpb;
using Google.Protobuf;
using Grpc.Core;
using Microkernel.Core.Security;
using Microsoft.AspNetCore.Http;

namespace Microkernel.Security.Tests.Authorization;

public sealed class StoreGateTests
{
    [Theory]
    [InlineData("/drivers/drbd/a", "", true)]
    [InlineData("/drivers/drbd/", "/drivers/drbd0", true)]
    [InlineData("/drivers/drbd/a", "/drivers/drbd/b", true)]
    [InlineData("/drivers/drbd/", "/drivers/drbe", false)]
    [InlineData("/drivers/drbd/", "\0", false)]
    [InlineData("/drivers/drbd", "", false)]
    [InlineData("/drivers/drbd2/a", "", false)]
    [InlineData("/microkernel/objects/Secret/x", "", false)]
    [InlineData("\0", "\0", false)]
    public void Check_Driver_ReachesItsOwnKeysAlone(string key, string end, bool allowed)
    {
        var range = new RangeRequest { Key = ByteString.CopyFromUtf8(key), RangeEnd = ByteString.CopyFromUtf8(end) };
        Assert.Equal(allowed, Passes(range));
        Assert.Equal(allowed, Passes(new TxnRequest { Success = { new RequestOp { RequestTxn = new TxnRequest { Failure = { new RequestOp { RequestRange = range } } } } } }));
        Assert.Equal(allowed, Passes(new WatchRequest { CreateRequest = new WatchCreateRequest { Key = range.Key, RangeEnd = range.RangeEnd } }));
        Assert.Equal(allowed, Passes(new TxnRequest { Compare = { new Compare { Key = range.Key, RangeEnd = range.RangeEnd } } }));
    }

    private static bool Passes(IMessage request)
    {
        var http = new DefaultHttpContext();
        http.Features.Set(new Caller(Role.Driver, "drbd", "01", "10.0.0.1"));
        try
        {
            new StoreGate(null!).Check(request, new TestCall(http));
            return true;
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.PermissionDenied)
        {
            return false;
        }
    }

    private sealed class TestCall : ServerCallContext
    {
        private readonly Dictionary<object, object> _state;

        public TestCall(HttpContext http) => _state = new Dictionary<object, object> { ["__HttpContext"] = http };

        protected override string MethodCore => "";

        protected override string HostCore => "";

        protected override string PeerCore => "";

        protected override DateTime DeadlineCore => DateTime.MaxValue;

        protected override Metadata RequestHeadersCore => [];

        protected override CancellationToken CancellationTokenCore => default;

        protected override Metadata ResponseTrailersCore => [];

        protected override Status StatusCore { get; set; }

        protected override WriteOptions? WriteOptionsCore { get; set; }

        protected override AuthContext AuthContextCore => new(null, []);

        protected override IDictionary<object, object> UserStateCore => _state;

        protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
            throw new NotSupportedException();

        protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => Task.CompletedTask;
    }
}
