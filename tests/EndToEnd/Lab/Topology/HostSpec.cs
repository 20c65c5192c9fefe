namespace Microkernel.EndToEnd.Topology;

/// <summary>Describes one host of the lab.</summary>
/// <param name="Name">Host name. At most 7 characters, as the ports of the switch are named after it.</param>
/// <param name="Number">Last octet of its address on each network. From 1 to 253.</param>
/// <param name="Networks">Names of the networks that it is plugged into.</param>
public sealed record HostSpec(string Name, int Number, IReadOnlyList<string> Networks)
{
    /// <summary>Returns the name of the switch port that a network cable of this host is plugged into.</summary>
    public string PortOn(string network) => $"{Name}-{network}";
}
