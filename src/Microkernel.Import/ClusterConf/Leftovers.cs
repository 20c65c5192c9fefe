using Microkernel.Import.Xml;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.ClusterConf;

/// <summary>Reports every element, attribute and text that nobody dealt with: nothing is dropped silently.</summary>
internal static class Leftovers
{
    public static void Report(XmlElementNode root, ImportContext context)
    {
        var open = new Stack<(XmlElementNode Element, string? Advice)>([(root, null)]);
        while (open.TryPop(out var item))
        {
            var (element, inherited) = item;
            var advice = inherited;
            if (element.IsHandled)
            {
                ReportAttributes(element, context);
            }
            else
            {
                advice = inherited ?? KnownLosses.OfElement(element.Name) ?? "the element is not known";
                context.Say(NoCounterpart, element, advice);
            }

            if (!string.IsNullOrWhiteSpace(element.Text))
            {
                context.Say(
                    NoCounterpart, element.Line, element.Column, $"<{element.Name}>", "the text in it is not known");
            }

            foreach (var child in element.Children)
            {
                open.Push((child, advice));
            }
        }
    }

    private static void ReportAttributes(XmlElementNode element, ImportContext context)
    {
        foreach (var attribute in element.Attributes.Where(a => !a.IsHandled))
        {
            context.Say(
                NoCounterpart,
                attribute,
                KnownLosses.OfAttribute(element.Name, attribute.Name) ?? "the attribute is not known");
        }
    }
}
