using Microkernel.Cli.CommandLine;
using Microkernel.Cli.Output;
using Microkernel.V1;

namespace Microkernel.Cli.StatusView;

/// <summary>Lays out the status of a cluster on a screen; what needs a person comes last, next to the prompt.</summary>
internal static class StatusScreen
{
    /// <summary>Lines longer than this are hard to read, however wide the screen is.</summary>
    private const int WidthMax = 120;

    /// <summary>Writes the screen to standard output.</summary>
    public static void Write(CommandSession session, GetStatusResponse status)
    {
        var isWide = session.Format == OutputFormat.Wide;
        var page = new StatusPage(
            session.Out, session.Ink, Math.Min(session.Terminal.Width, WidthMax),
            isWide ? null : session.Terminal.Width);
        StatusSummary.Write(page, status, session.Terminal);
        NodeSection.Write(page, status, isWide);
        RingSection.Write(page, status, isWide);
        ResourceSection.Write(page, status, isWide);
        FailureSection.Write(page, status);
        FenceDeviceSection.Write(page, status);
        ProblemSection.Write(page, status);
    }
}
