using System.ComponentModel;
using Microkernel.Drivers.Heartbeat.Rings;
using Microkernel.Drivers.Heartbeat.Wire;

namespace Microkernel.Drivers.Heartbeat.Engine;

/// <summary>Puts into sentences what is wrong with rings and links: each says what was found and what to do.</summary>
internal sealed class ProblemReport(EngineState state)
{
    // A problem stays for this long after it was last seen, so that it can be read.
    private static readonly TimeSpan Shown = TimeSpan.FromSeconds(30);

    /// <summary>What is wrong, as of the last <see cref="Refresh"/>.</summary>
    public IReadOnlyList<string> Current { get; private set; } = [];

    /// <summary>Looks anew; true when something changed.</summary>
    public bool Refresh(TimeSpan now)
    {
        List<string> found = [.. RingFaults().Select(fault => $"ring {fault.Ring}: {fault.Message}")];
        // A quarter of the bound is far from harm, and more than a host with time to spare ever shows.
        if (state.Configuration is { } configuration && state.Running.WorstLateness >= configuration.Timeout / 4)
            found.Add($"this node is short of processor time: within the last minute the thread that beats woke up "
                + $"late by a quarter of the bound of {configuration.Timeout.TotalMilliseconds:F0} ms or more. Look at "
                + "what keeps its processors busy, and whether the driver may run at real-time priority.");
        foreach (var ring in state.Rings.Rings)
        {
            if (ring.Drops.Recent(DropReason.UnknownSource, now, Shown))
                found.Add($"ring {ring.Settings.Name}: datagrams come from addresses that are none of the members'.");
            foreach (var link in ring.Links.Values)
                AddLink(found, link, now);
        }
        if (found.SequenceEqual(Current))
            return false;
        Current = found;
        return true;
    }

    /// <summary>What is wrong with whole rings.</summary>
    public IReadOnlyList<RingFault> RingFaults()
    {
        var faults = new List<RingFault>();
        foreach (var ring in state.Rings.Rings)
        {
            if (ring.BindFault is { } bind)
                faults.Add(new RingFault(ring.Settings.Name, bind));
            else if (ring.SendError != 0)
                faults.Add(new RingFault(ring.Settings.Name, $"sending fails: "
                    + $"{new Win32Exception(ring.SendError).Message}. Look at the interface of "
                    + $"{ring.Settings.Local}."));
        }
        return faults;
    }

    private void AddLink(List<string> found, Link link, TimeSpan now)
    {
        foreach (var reason in Enum.GetValues<DropReason>())
        {
            if (link.Drops.Recent(reason, now, Shown) && Describe(reason, link) is { } text)
                found.Add($"ring {link.Ring}, peer {link.Peer.Node} ({link.Member.Address}): {text}");
        }
        // Its beats come in, ours do not reach it: the way there is broken.
        if (link.IsDeaf(state.Running.Now, state.Configuration!.Timeout))
            found.Add($"ring {link.Ring}, peer {link.Peer.Node} ({link.Member.Address}): it is heard here but does not "
                + "hear this node: look at the switch, firewall and addresses of that direction.");
    }

    /// <summary>Why a peer is not heard although something comes from it; empty when nothing is known.</summary>
    public static string ObstacleOf(Peer peer, TimeSpan now)
    {
        if (peer.Standing == PeerStanding.Heard)
            return "";
        foreach (var link in peer.Links)
        {
            foreach (var reason in Enum.GetValues<DropReason>())
            {
                if (link.Drops.Recent(reason, now, Shown) && Describe(reason, link) is { } text)
                    return text;
            }
        }
        return "";
    }

    private static string? Describe(DropReason reason, Link link) => reason switch
    {
        DropReason.OtherVersion => $"speaks heartbeat format {link.Drops.OtherVersion}, this driver speaks "
            + $"{BeatHeader.CurrentVersion}: upgrade the older one.",
        DropReason.UnknownKey => "seals with a key that this node does not have: its configuration is older or newer.",
        DropReason.BrokenSeal => "its datagrams do not open: other key bytes under the same id, or forged.",
        DropReason.OtherCluster => "belongs to another cluster that uses the same key.",
        DropReason.OtherSender => "another node answers under this address: compare node names and addresses.",
        DropReason.OtherReceiver => "takes this address for another node's: compare node names and addresses.",
        DropReason.OtherRing => "sends what belongs to another ring: crossed cables or addresses.",
        DropReason.Unproven when !link.Proven => "its datagrams arrive but do not answer ours: it does not hear this "
            + "node, or they are replayed.",
        _ => null,
    };
}
