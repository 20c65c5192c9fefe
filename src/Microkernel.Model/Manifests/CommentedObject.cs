namespace Microkernel.Model.Manifests;

/// <summary>An object with comments for its manifest.</summary>
/// <param name="Object">The object.</param>
/// <param name="Head">Lines written above it.</param>
/// <param name="Fields">Comments written at the end of the line of a field, by field path as <c>spec.agent</c>.</param>
public sealed record CommentedObject(
    V1.Object Object, IReadOnlyList<string> Head, IReadOnlyDictionary<string, string> Fields)
{
    private static readonly Dictionary<string, string> NoFields = [];

    /// <summary>Creates one without comments at fields.</summary>
    public CommentedObject(V1.Object @object, params IReadOnlyList<string> head)
        : this(@object, head, NoFields)
    {
    }
}
