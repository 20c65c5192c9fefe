using Google.Protobuf;
using Microkernel.V1;

namespace Microkernel.Model;

/// <summary>What everyone asks an object.</summary>
public static class ObjectExtensions
{
    /// <summary>Returns the kind.</summary>
    /// <exception cref="ArgumentException">The object has no spec.</exception>
    public static Kind Kind(this V1.Object @object) => Kinds.Get(@object.SpecCase);

    /// <summary>Returns the name of the kind, or an empty text for an object without a spec.</summary>
    public static string KindName(this V1.Object @object) =>
        @object.SpecCase == V1.Object.SpecOneofCase.None ? string.Empty : Kinds.Get(@object.SpecCase).Name;

    /// <summary>Returns the name, or an empty text for an object without metadata.</summary>
    public static string Name(this V1.Object @object) => @object.Metadata?.Name ?? string.Empty;

    /// <summary>Returns the spec, or null for an object without one.</summary>
    public static IMessage? Spec(this V1.Object @object) =>
        @object.SpecCase == V1.Object.SpecOneofCase.None
            ? null
            : (IMessage)@object.Kind().Field.Accessor.GetValue(@object);

    /// <summary>Returns kind and name.</summary>
    public static ObjectReference Reference(this V1.Object @object) =>
        new() { Kind = @object.KindName(), Name = @object.Name() };

    /// <summary>Returns kind and name as people write them, as <c>Resource/web</c>.</summary>
    public static string Title(this V1.Object @object) => $"{@object.KindName()}/{@object.Name()}";
}
