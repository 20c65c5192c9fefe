using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using Grpc.AspNetCore.Server;
using Grpc.Net.Client;

namespace Compat.Tests.Api;

/// <summary>Holds the stand-ins against all that the official client and server refer to.</summary>
public sealed class OfficialBinariesTests
{
    // Stand for the type arguments where a reference is made from generic code.
    private static readonly Type[] Arguments = [.. Enumerable.Repeat(typeof(object), 8)];

    public static TheoryData<Type> Binaries => [typeof(GrpcChannel), typeof(GrpcServiceOptions)];

    [Theory]
    [MemberData(nameof(Binaries))]
    public void OfficialBinary_EveryReference_IsThere(Type typeOfBinary)
    {
        var module = typeOfBinary.Module;
        var failures = new List<string>();
        using var file = new PEReader(File.OpenRead(module.FullyQualifiedName));
        var reader = file.GetMetadataReader();
        var references = reader.TypeReferences.Select(handle => (EntityHandle)handle)
            .Concat(reader.MemberReferences
                .Where(handle => !IsToOwnType(reader, handle))
                .Select(handle => (EntityHandle)handle))
            .Select(handle => MetadataTokens.GetToken(handle))
            .ToList();
        foreach (var token in references)
        {
            try
            {
                module.ResolveMember(token, Arguments, Arguments);
            }
            catch (Exception failure) when (failure is MissingMemberException or TypeLoadException)
            {
                failures.Add(failure.Message);
            }
        }

        Assert.True(references.Count > 500, $"{module.Name} has only {references.Count} references.");
        Assert.True(failures.Count == 0, $"{module.Name} misses:\n{string.Join('\n', failures)}");
    }

    [Theory]
    [MemberData(nameof(Binaries))]
    public void OfficialBinary_EveryTypeOfIts_Loads(Type typeOfBinary) =>
        // Throws when a type lacks a member that a base class or an interface of ours demands.
        Assert.NotEmpty(typeOfBinary.Assembly.GetTypes());

    [Fact]
    public void StandIns_Names_AreThoseThatTheBinariesAskFor()
    {
        var asked = typeof(GrpcChannel).Assembly.GetReferencedAssemblies()
            .Where(name => name.Name is "Grpc.Core.Api" or "Grpc.Net.Common")
            .Select(name => name.FullName)
            .Order();
        var given = new[] { typeof(Grpc.Core.ChannelBase), typeof(Grpc.Net.Compression.ICompressionProvider) }
            .Select(type => type.Assembly.GetName().FullName)
            .Order();

        Assert.Equal(asked, given);
    }

    // The binary's own generic types constrain their arguments, and object does not satisfy them.
    private static bool IsToOwnType(MetadataReader reader, MemberReferenceHandle handle)
    {
        var parent = reader.GetMemberReference(handle).Parent;
        if (parent.Kind != HandleKind.TypeSpecification)
        {
            return false;
        }

        var signature = reader.GetBlobReader(
            reader.GetTypeSpecification((TypeSpecificationHandle)parent).Signature);
        if (signature.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
        {
            return false;
        }

        signature.ReadCompressedInteger();
        return signature.ReadTypeHandle().Kind == HandleKind.TypeDefinition;
    }
}
