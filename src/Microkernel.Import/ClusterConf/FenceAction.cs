using Microkernel.Import.Sources;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.ClusterConf;

/// <summary>The action of a fence device, which the cluster chooses by itself.</summary>
internal static class FenceAction
{
    private static readonly string[] Names = ["action", "option"];

    /// <summary>
    /// Takes the action out of the parameters: it would stand against the question after the shot whether the node is
    /// off.
    /// </summary>
    public static void Import(SourceElement element, ObjectDraft draft, ImportContext context)
    {
        foreach (var attribute in Names.Select(element.Find).OfType<SourceAttribute>())
        {
            var off = attribute.Value.Equals("off", StringComparison.OrdinalIgnoreCase);
            context.Say(
                off ? Mapped : ChangedMeaning,
                attribute,
                off
                    ? "fencing switches off and asks whether it is off, always"
                    : "fencing switches off and asks whether it is off; only then does the node come back",
                draft);
        }
    }
}
