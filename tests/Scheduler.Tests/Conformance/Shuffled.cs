using System.Xml.Linq;

namespace Microkernel.Scheduling.Tests.Conformance;

/// <summary>The same CIB with constraints and states of nodes the other way round, which must not matter.</summary>
internal static class Shuffled
{
    public static string Of(string xml)
    {
        var root = XDocument.Parse(xml).Root!;
        foreach (var list in root.Descendants("constraints").ToList())
        {
            list.ReplaceNodes(list.Elements().Reverse().ToList());
        }

        return root.ToString();
    }
}
