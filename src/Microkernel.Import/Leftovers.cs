using Microkernel.Import.Sources;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import;

/// <summary>Reports every element, attribute and text that nobody dealt with: nothing is dropped silently.</summary>
internal static class Leftovers
{
    /// <param name="root">The whole file.</param>
    /// <param name="ofElement">Says what is to know of an element; null when it is not known.</param>
    /// <param name="ofAttribute">Says what is to know of an attribute of an element.</param>
    /// <param name="context">The import.</param>
    public static void Report(
        SourceElement root,
        Func<string, string?> ofElement,
        Func<string, string, string?> ofAttribute,
        ImportContext context)
    {
        var open = new Stack<(SourceElement Element, string? Advice)>([(root, null)]);
        while (open.TryPop(out var item))
        {
            var (element, inherited) = item;
            var advice = inherited;
            if (element.Oddity is { } oddity)
            {
                context.Say(ChangedMeaning, element, element.Title, oddity);
            }

            if (element.IsHandled)
            {
                ReportAttributes(element, ofAttribute, context);
            }
            else
            {
                advice = inherited ?? ofElement(element.Name) ?? "it is not known";
                context.Say(NoCounterpart, element, advice);

                // A start tag shows its attributes, the name of a section does not.
                if (element.Style != SourceStyle.Xml)
                {
                    ReportAttributes(element, (_, _) => advice, context);
                }
            }

            if (!string.IsNullOrWhiteSpace(element.Text))
            {
                context.Say(
                    NoCounterpart, element, element.Title, "the text in it is not known");
            }

            foreach (var child in element.Children)
            {
                open.Push((child, advice));
            }
        }
    }

    private static void ReportAttributes(
        SourceElement element, Func<string, string, string?> ofAttribute, ImportContext context)
    {
        foreach (var attribute in element.Attributes.Where(a => !a.IsHandled))
        {
            context.Say(
                NoCounterpart,
                attribute,
                ofAttribute(element.Name, attribute.Name)
                    ?? (element.Find(attribute.Name) is { IsHandled: true } first
                        ? $"it is there twice, and line {first.Line} is taken" : "it is not known"));
        }
    }
}
