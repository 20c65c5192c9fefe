using System.Globalization;
using Microkernel.Cli.Output;
using Microkernel.V1;

namespace Microkernel.Cli.StatusView;

/// <summary>The rings as the answering node hears them.</summary>
internal static class RingSection
{
    /// <summary>Writes the section: a line a ring, or a line a peer.</summary>
    public static void Write(StatusPage page, GetStatusResponse status, bool isWide)
    {
        if (status.Rings.Count == 0)
        {
            return;
        }

        page.WriteTitle($"Rings, as {SafeText.Line(status.Node)} hears them");
        page.WriteTable(isWide ? Peers(status) : Summary(status));
    }

    private static TextTable Summary(GetStatusResponse status)
    {
        var table = new TextTable("NAME", "HEARS", "LOSS", "ROUND TRIP", "SILENT");
        foreach (var ring in status.Rings)
        {
            var heard = ring.Peers.Where(p => p.Heard).ToList();
            var silent = ring.Peers.Where(p => !p.Heard).Select(p => p.Node).ToList();
            table.Add(
                ring.Name,
                new Cell($"{heard.Count} of {ring.Peers.Count}", silent.Count == 0 ? Tone.Good : Tone.Bad),
                Loss(heard.Select(p => p.LossRatio).DefaultIfEmpty().Max()),
                Trip(heard.Select(p => p.RoundTrip?.ToTimeSpan() ?? TimeSpan.Zero).DefaultIfEmpty().Max()),
                new Cell(string.Join(' ', silent), Tone.Bad));
        }

        return table;
    }

    private static TextTable Peers(GetStatusResponse status)
    {
        var table = new TextTable("NAME", "NODE", "ADDRESS", "HEARD", "LOSS", "ROUND TRIP");
        foreach (var ring in status.Rings)
        {
            foreach (var peer in ring.Peers)
            {
                table.Add(
                    ring.Name, peer.Node, peer.Address,
                    peer.Deaf ? new Cell("one way", Tone.Bad)
                        : peer.Heard ? new Cell("yes", Tone.Good) : new Cell("NO", Tone.Bad),
                    Loss(peer.LossRatio),
                    peer.Heard ? Trip(peer.RoundTrip?.ToTimeSpan() ?? TimeSpan.Zero) : string.Empty);
            }
        }

        return table;
    }

    private static Cell Loss(double ratio) => new(
        ratio is > 0 and < 0.001 ? "<0.1%" : (ratio * 100).ToString("0.#", CultureInfo.InvariantCulture) + "%",
        ratio < 0.01 ? Tone.Plain : Tone.Uneasy);

    private static Cell Trip(TimeSpan time)
    {
        var form = time.TotalMilliseconds < 10 ? "0.0#" : "0";
        return time <= TimeSpan.Zero
            ? string.Empty
            : time.TotalMilliseconds.ToString(form, CultureInfo.InvariantCulture) + " ms";
    }
}
