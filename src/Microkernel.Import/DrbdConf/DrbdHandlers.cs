namespace Microkernel.Import.DrbdConf;

/// <summary>Handlers that other cluster managers brought along.</summary>
internal static class DrbdHandlers
{
    private static readonly (string Part, string Why)[] Known =
    [
        ("crm-fence-peer", "the script told Pacemaker that the peer is outdated; the driver asks the core instead"),
        ("crm-unfence-peer", "the script told Pacemaker that the peer is back; the driver tells the core instead"),
        ("stonith_admin-fence-peer", "the script asked Pacemaker to fence the peer; the driver asks the core instead"),
        ("obliterate-peer", "the script asked cman to fence the peer; the driver asks the core instead"),
        ("rhcs_fence", "the script asked cman to fence the peer; the driver asks the core instead"),
        ("outdate-peer", "Heartbeat's dopd outdated the peer; the driver asks the core instead"),
        ("drbd-peer-outdater", "Heartbeat's dopd outdated the peer; the driver asks the core instead"),
        ("notify-", "the script sent a mail; the driver streams it as an event, and alerts come from that"),
    ];

    /// <summary>Returns why a handler is not taken over; null when it is.</summary>
    public static string? WhyNot(string command) => Known
        .Where(k => command.Contains(k.Part, StringComparison.Ordinal))
        .Select(k => k.Why)
        .FirstOrDefault();
}
