using Microkernel.Import.Sources;

namespace Microkernel.Import;

/// <summary>Carries the comments of the source into the manifests: to the object made from what they stand
/// at.</summary>
internal static class SourceComments
{
    public static void Carry(IReadOnlyList<ObjectDraft> drafts)
    {
        if (drafts.Count == 0)
        {
            return;
        }

        var byElement = new Dictionary<SourceElement, ObjectDraft>();
        foreach (var draft in drafts)
        {
            byElement.TryAdd(draft.Source, draft);
        }

        foreach (var root in drafts.Select(d => Root(d.Source)).Distinct())
        {
            Carry(root, null, byElement, drafts);
        }
    }

    // A comment before <clusternodes> is about the first node in it; one around nothing is about what is around it.
    private static void Carry(
        SourceElement element,
        ObjectDraft? around,
        Dictionary<SourceElement, ObjectDraft> byElement,
        IReadOnlyList<ObjectDraft> all)
    {
        var own = byElement.GetValueOrDefault(element);
        if (element.Comments.Count > 0)
        {
            var target = own ?? FirstIn(element, byElement) ?? around
                ?? all.FirstOrDefault(d => d.Source.File == element.File) ?? all[0];
            foreach (var comment in element.Comments)
            {
                target.CarryComment(element.File.ShortName, comment);
            }
        }

        foreach (var child in element.Children)
        {
            Carry(child, own ?? around, byElement, all);
        }
    }

    private static ObjectDraft? FirstIn(SourceElement element, Dictionary<SourceElement, ObjectDraft> byElement)
    {
        foreach (var child in element.Children)
        {
            if ((byElement.GetValueOrDefault(child) ?? FirstIn(child, byElement)) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static SourceElement Root(SourceElement element)
    {
        while (element.Parent is { } parent)
        {
            element = parent;
        }

        return element;
    }
}
