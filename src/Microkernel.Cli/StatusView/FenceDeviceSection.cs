using Microkernel.Cli.Output;
using Microkernel.V1;

namespace Microkernel.Cli.StatusView;

/// <summary>The fence devices and when they last answered.</summary>
internal static class FenceDeviceSection
{
    /// <summary>Writes the section where there is a device.</summary>
    public static void Write(StatusPage page, GetStatusResponse status)
    {
        if (status.FenceDevices.Count == 0)
        {
            return;
        }

        page.WriteTitle("Fence devices");
        var table = new TextTable("NAME", "AGENT", "LAST ANSWER");
        foreach (var device in status.FenceDevices)
        {
            var age = AgeText.Since(device.LastAnswer, status.Time);
            table.Add(
                device.Name, device.Agent,
                age.Length > 0
                    ? new Cell($"{age} ago", device.Reason.Length > 0 ? Tone.Uneasy : Tone.Good)
                    : new Cell("never", Tone.Uneasy));
            table.AddNote(device.Reason, Tone.Bad);
        }

        page.WriteTable(table);
    }
}
