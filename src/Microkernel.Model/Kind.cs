using Google.Protobuf.Reflection;

namespace Microkernel.Model;

/// <summary>One kind of object.</summary>
/// <param name="Name">Its name in manifests and references, as <c>FenceDevice</c>.</param>
/// <param name="Case">Its case of <c>spec</c>.</param>
/// <param name="Field">The field of <c>microkernel.v1.Object</c> that holds its spec.</param>
public sealed record Kind(string Name, V1.Object.SpecOneofCase Case, FieldDescriptor Field)
{
    /// <summary>Gets the message type of the spec.</summary>
    public MessageDescriptor Spec => Field.MessageType;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
