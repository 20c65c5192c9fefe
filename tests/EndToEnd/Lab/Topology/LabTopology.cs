namespace Microkernel.EndToEnd.Topology;

/// <summary>Describes the networks of a lab and the hosts that are plugged into them.</summary>
public sealed record LabTopology(IReadOnlyList<NetworkSpec> Networks, IReadOnlyList<HostSpec> Hosts)
{
    /// <summary>Names of the networks of <see cref="Demo"/>.</summary>
    public const string FirstRing = "hb0", SecondRing = "hb1", Service = "service";

    /// <summary>Gets two members, a witness and a client: two heartbeat networks and a service network.</summary>
    public static LabTopology Demo { get; } = new(
        [new(FirstRing, "10.20.1"), new(SecondRing, "10.20.2"), new(Service, "10.1.4")],
        [
            new("vapp1", 1, [FirstRing, SecondRing, Service]),
            new("vapp2", 2, [FirstRing, SecondRing, Service]),
            new("witness", 3, [FirstRing, SecondRing, Service]),
            new("client", 100, [Service]),
        ]);

    /// <summary>Gets the same without the witness: two members alone.</summary>
    public static LabTopology TwoNodes { get; } =
        new(Demo.Networks, [.. Demo.Hosts.Where(host => host.Name != "witness")]);

    /// <summary>Returns the network of that name.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public NetworkSpec Network(string name) => Networks.FirstOrDefault(n => n.Name == name)
        ?? throw new KeyNotFoundException($"The lab has no network '{name}'.");

    /// <summary>Returns the host of that name.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public HostSpec Host(string name) => Hosts.FirstOrDefault(h => h.Name == name)
        ?? throw new KeyNotFoundException($"The lab has no host '{name}'.");
}
