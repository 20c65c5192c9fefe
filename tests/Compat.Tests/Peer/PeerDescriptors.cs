using Compat.Tests.Protos;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;

namespace Compat.Tests.Peer;

/// <summary>Writes down the messages of the service for a peer that has no generated code.</summary>
internal static class PeerDescriptors
{
    /// <summary>Writes a FileDescriptorSet of the service and google.rpc, each file after its imports.</summary>
    public static void Write(string path)
    {
        var files = new List<FileDescriptor>();
        Add(files, ExchangeReflection.Descriptor);
        Add(files, StatusReflection.Descriptor);
        Add(files, ErrorDetailsReflection.Descriptor);

        using var stream = File.Create(path);
        using var output = new CodedOutputStream(stream);
        foreach (var file in files)
        {
            // FileDescriptorSet has one field: repeated FileDescriptorProto file = 1.
            output.WriteTag(1, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(file.SerializedData);
        }
    }

    private static void Add(List<FileDescriptor> files, FileDescriptor file)
    {
        foreach (var import in file.Dependencies)
        {
            Add(files, import);
        }

        if (!files.Contains(file))
        {
            files.Add(file);
        }
    }
}
