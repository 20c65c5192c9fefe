using Etcdserverpb;
using Google.Protobuf;
using Microkernel.Driver.V1;
using Microkernel.Drivers.Heartbeat.Wire;
using Microkernel.Store;
using Microkernel.Store.Replication;

namespace Microkernel.Fuzz.Targets;

/// <summary>What comes over the network and from drivers.</summary>
internal static class NetworkTargets
{
    private static readonly BeatNames Names = new("office", "n1", "n2", "hb0");

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("beat-header", input => BeatHeader.TryRead(input, out _, out _), [new byte[80], Filled(80)]),
        new("beat-payload", Payload, [Beat()]),
        new("etcd-txn", Transaction, [Txn().ToByteArray()]),
        new("etcd-range", input => Parsed(RangeRequest.Parser, input, RequestValidation.Check),
            [new RangeRequest { Key = ByteString.CopyFromUtf8("/a"), RangeEnd = ByteString.CopyFromUtf8("/b"), Limit = 3 }.ToByteArray()]),
        new("driver-handshake", input => Parsed(HandshakeResponse.Parser, input, message => message.ToString()),
            [new HandshakeResponse { Name = "ocf", Version = "1", InstanceId = "a", AgentClasses = { "ocf" } }.ToByteArray()]),
        new("driver-state", input => Parsed(WatchStateResponse.Parser, input, message => message.ToString()),
            [new WatchStateResponse { Sequence = 1 }.ToByteArray()]),
        new("driver-result", input => Parsed(ExecuteResponse.Parser, input, message => message.ToString()),
            [new ExecuteResponse { Reason = "stopped" }.ToByteArray()]),
    ];

    private static byte[] Filled(int length) => [.. Enumerable.Range(0, length).Select(index => (byte)index)];

    private static byte[] Beat()
    {
        var payload = new byte[512];
        var length = BeatPayload.Write(payload, default, Names);
        return payload[..length];
    }

    private static void Payload(byte[] input)
    {
        if (!BeatPayload.TryRead(input, out _, out var names)) return;
        if (Names.Compare(names) is null) BeatPayload.FindEcho(names[Names.Encoded.Length..], 7);
    }

    private static TxnRequest Txn() => new()
    {
        Compare = { new Compare { Key = ByteString.CopyFromUtf8("/a"), Version = 1 } },
        Success =
        {
            new RequestOp { RequestPut = new PutRequest { Key = ByteString.CopyFromUtf8("/a"), Value = ByteString.CopyFromUtf8("1") } },
            new RequestOp { RequestTxn = new TxnRequest { Failure = { new RequestOp { RequestRange = new RangeRequest { Key = ByteString.CopyFromUtf8("/") } } } } },
        },
    };

    private static void Transaction(byte[] input) => Parsed(
        TxnRequest.Parser, input, request => new RequestValidation(new StoreOptions()).Check(request));

    /// <summary>gRPC refuses what does not parse, and the store what it does not allow.</summary>
    private static void Parsed<T>(MessageParser<T> parser, byte[] input, Action<T> use)
        where T : IMessage<T>
    {
        try
        {
            use(parser.ParseFrom(input));
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or StoreException)
        {
            // Refused, with a reason.
        }
    }
}
