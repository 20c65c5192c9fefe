using System.Runtime.InteropServices;
using Google.Protobuf;
using Microkernel.Linearizability;
using Simulation.Clients;

namespace Simulation.Members;

/// <summary>A write as it stands in the log.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct KeyValueCommand(OperationKind Kind, int Key, int Expect, int Number)
{
    public static KeyValueCommand Of(ClientRequest request) =>
        new(request.Kind, request.Key, request.Expect, request.Number);

    public ByteString Encode() => ByteString.CopyFrom(MemoryMarshal.AsBytes([this]));

    public static KeyValueCommand Decode(ByteString command) => MemoryMarshal.Read<KeyValueCommand>(command.Span);
}
