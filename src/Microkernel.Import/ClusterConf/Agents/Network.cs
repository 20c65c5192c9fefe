namespace Microkernel.Import.ClusterConf.Agents;

/// <summary>rgmanager's ip.</summary>
internal static class Network
{
    public static void MapAddress(ResourceBuilder resource)
    {
        var element = resource.Element;
        resource.Agent("ocf:heartbeat:IPaddr2");
        var parts = (element.Take("address") ?? string.Empty).Split('/', 2);
        resource.Set("ip", parts[0]);
        if (parts.Length == 2)
        {
            resource.Set("cidr_netmask", parts[1]);
        }

        resource
            .Same("address", parts.Length == 2
                ? "parameters ip and cidr_netmask"
                : "parameter ip; interface and prefix are those of the network that it is in, as before")
            .Same("family", "seen from the address")
            .Copy("prefer_interface", "nic")
            .Without("sleeptime", "nothing waits after the address is taken away")
            .Without("disable_rdisc", "nothing starts rdisc");
        if (Flags.IsYes(element.Definition.Find("monitor_link")?.Value))
        {
            resource.Changed(
                "monitor_link",
                "IPaddr2 sees whether the address is there, not whether the link is up; an ocf:heartbeat:ethmonitor"
                    + " resource watches links");
        }
        else
        {
            resource.Same("monitor_link", "IPaddr2 does not look at the link");
        }
    }
}
