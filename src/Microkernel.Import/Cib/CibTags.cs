using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.Cib;

/// <summary>Tags: names for several resources.</summary>
internal static class CibTags
{
    public static void Read(CibScope cib)
    {
        foreach (var tag in cib.In("tags").Where(e => e.Name == "tag").ToList())
        {
            if (tag.Take("id") is { } id)
            {
                cib.Tags[id] = [.. tag.Children.Select(c => c.Find("id")?.Value).OfType<string>()];
            }

            tag.TakeWhole();
            cib.Context.Say(ChangedMeaning, tag, "constraints that name it are written out for each of its members");
        }
    }
}
