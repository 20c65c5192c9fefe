using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Google.Protobuf.Reflection;
using Microkernel.V1;

namespace Microkernel.Model;

/// <summary>Knows the kinds of objects: each is one case of <c>spec</c> in <c>microkernel.v1.Object</c>.</summary>
public static class Kinds
{
    private static readonly FrozenDictionary<string, Kind> ByName;
    private static readonly FrozenDictionary<V1.Object.SpecOneofCase, Kind> ByCase;

    static Kinds()
    {
        All = [.. V1.Object.Descriptor.Oneofs.Single(o => o.Name == "spec").Fields.Select(ToKind)];
        ByName = All.ToFrozenDictionary(k => k.Name, StringComparer.OrdinalIgnoreCase);
        ByCase = All.ToFrozenDictionary(k => k.Case);
    }

    /// <summary>Gets every kind, in the order in which manifests list them.</summary>
    public static IReadOnlyList<Kind> All { get; }

    /// <summary>Gets the names of all kinds with commas between, for messages.</summary>
    public static string Names => string.Join(", ", All.Select(k => k.Name));

    /// <summary>Finds a kind by its name; case does not matter.</summary>
    public static bool TryGet(string? name, [NotNullWhen(true)] out Kind? kind)
    {
        kind = null;
        return name is not null && ByName.TryGetValue(name, out kind);
    }

    /// <summary>Returns the kind of a case of <c>spec</c>.</summary>
    /// <exception cref="ArgumentException">The case is <c>None</c> or unknown.</exception>
    public static Kind Get(V1.Object.SpecOneofCase specCase) =>
        ByCase.TryGetValue(specCase, out var kind)
            ? kind
            : throw new ArgumentException($"No kind of object has the case {specCase}.", nameof(specCase));

    private static Kind ToKind(FieldDescriptor field) =>
        new(FieldNames.ToPascalCase(field.Name), (V1.Object.SpecOneofCase)field.FieldNumber, field);
}
