using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Status = Grpc.Core.Status;

namespace Compat.Tests.Api;

public sealed class StatusTests
{
    [Fact]
    public void RpcException_OfAStatus_ShowsCodeAndText()
    {
        var cause = new TimeoutException("slow");
        var failure = new RpcException(new Status(StatusCode.Unavailable, "no route", cause));

        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        Assert.Same(cause, failure.InnerException);
        Assert.Same(Metadata.Empty, failure.Trailers);
        Assert.StartsWith("Status(StatusCode=\"Unavailable\", Detail=\"no route\"", failure.Message);
    }

    [Fact]
    public void GetRpcStatus_UnreadableDetails_AreAbsentOrAnError()
    {
        var trailers = new Metadata { { MetadataExtensions.StatusDetailsTrailerName, new byte[] { 0xff } } };

        Assert.Null(new RpcException(Status.DefaultCancelled, trailers).GetRpcStatus());
        Assert.Throws<InvalidProtocolBufferException>(() => trailers.GetRpcStatus());
    }

    [Fact]
    public void SetRpcStatus_Twice_KeepsTheSecond()
    {
        var trailers = new Metadata();

        trailers.SetRpcStatus(new Google.Rpc.Status { Code = 1 });
        trailers.SetRpcStatus(new Google.Rpc.Status { Code = 2 });

        Assert.Equal(2, trailers.GetRpcStatus()?.Code);
        Assert.Single(trailers);
    }

    [Fact]
    public void UnpackDetailMessages_UnknownType_IsLeftOut()
    {
        var status = new Google.Rpc.Status
        {
            Details = { Any.Pack(new StringValue { Value = "x" }), Any.Pack(new RequestInfo { RequestId = "7" }) },
        };

        Assert.Equal("7", Assert.IsType<RequestInfo>(Assert.Single(status.UnpackDetailMessages())).RequestId);
    }

    [Fact]
    public void ToRpcDebugInfo_InnerException_IsAddedDownToTheDepth()
    {
        var failure = new InvalidOperationException("outer", new TimeoutException("inner"));

        Assert.Empty(failure.ToRpcDebugInfo().StackEntries);
        var info = failure.ToRpcDebugInfo(innerDepth: 3);

        Assert.Equal("System.InvalidOperationException: outer", info.Detail);
        Assert.Equal("InnerException: System.TimeoutException: inner", Assert.Single(info.StackEntries));
    }
}
