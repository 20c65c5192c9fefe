using System.Collections.Frozen;

namespace Microkernel.Import.MultipathConf;

/// <summary>What is to say of sections and settings of multipath.conf.</summary>
internal static class MultipathLosses
{
    private const string Hosts = "it is about hardware, or all of multipathd, and stays in multipath.conf of each host";

    private static readonly FrozenDictionary<string, string> Sections = new Dictionary<string, string>
    {
        ["defaults"] = Hosts,
        ["devices"] = Hosts,
        ["device"] = Hosts + "; a multipath:map Resource, declared with the wwid of a disk, watches one",
        ["overrides"] = Hosts,
        ["protocol"] = Hosts,
        ["blacklist"] = Hosts,
        ["blacklist_exceptions"] = Hosts,
        ["devnode_blacklist"] = Hosts + ", as blacklist today",
    }.ToFrozenDictionary();

    // Renamed or gone since multipath-tools 0.4.9: multipath.conf(5) of 0.9.
    private static readonly FrozenDictionary<string, string> Settings = new Dictionary<string, string>
    {
        ["getuid_callout"] = "multipath-tools of today know it no more: uid_attribute, for SCSI ID_SERIAL, is its way",
        ["prio_callout"] = "multipath-tools of today know it no more: prio is its way",
        ["selector"] = "path_selector is its name today",
        ["udev_dir"] = "multipath-tools of today know it no more",
        ["product_blacklist"] = "it stays there, where the device's entry has it",
        ["pg_timeout"] = "multipath-tools of today know it no more",
        ["bindings_file"] = "multipath-tools of today know it no more",
    }.ToFrozenDictionary();

    public static string? OfElement(string section) => Sections.GetValueOrDefault(section);

    public static string? OfAttribute(string section, string setting) => Settings.GetValueOrDefault(setting);
}
