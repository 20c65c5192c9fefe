using Microkernel.Import.Sources;
using Microkernel.Model;
using Microkernel.V1;

namespace Microkernel.Import;

/// <summary>Secrets found in a file.</summary>
internal static class SecretDrafts
{
    /// <summary>Makes a Secret without values for an element.</summary>
    public static V1.Object Add(SourceElement element, string name, ImportContext context)
    {
        Kinds.TryGet("Secret", out var kind);
        var draft = context.Add(new V1.Object { Secret = new SecretSpec() }, context.Names.Claim(kind!, name), element);
        draft.Comment("The values are readable here: keep this file as safe as the one that it comes from.");
        return draft.Object;
    }
}
