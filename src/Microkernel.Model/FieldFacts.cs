using System.Collections.Concurrent;
using Google.Protobuf.Reflection;
using Microkernel.V1;

namespace Microkernel.Model;

/// <summary>What the options of a proto field say of it (proto/microkernel/v1/options.proto).</summary>
/// <param name="Name">Its name in manifests, in camel case.</param>
/// <param name="IsRequired">The object is refused without it.</param>
/// <param name="IsScore">It takes INFINITY and -INFINITY.</param>
/// <param name="Reference">Kind of the object that it names, or null.</param>
/// <param name="IsSecret">Its value is never shown.</param>
public sealed record FieldFacts(string Name, bool IsRequired, bool IsScore, string? Reference, bool IsSecret)
{
    private static readonly ConcurrentDictionary<FieldDescriptor, FieldFacts> Known = new();

    /// <summary>Returns the facts of a field.</summary>
    public static FieldFacts Of(FieldDescriptor field) => Known.GetOrAdd(field, Read);

    private static FieldFacts Read(FieldDescriptor field)
    {
        var options = field.GetOptions();
        if (options is null)
        {
            return new FieldFacts(field.JsonName, false, false, null, false);
        }

        return new FieldFacts(
            field.JsonName,
            options.GetExtension(OptionsExtensions.Required),
            options.GetExtension(OptionsExtensions.IsScore),
            options.HasExtension(OptionsExtensions.Reference) ? options.GetExtension(OptionsExtensions.Reference)
                : null,
            options.DebugRedact);
    }
}
