using System.Collections.Frozen;

namespace Microkernel.Import.DrbdConf;

/// <summary>What is to say of sections and options that are known and have no counterpart.</summary>
internal static class DrbdLosses
{
    private const string Tools = "a setting of drbd-utils on each host, not of a resource; it stays in drbd.conf there";

    private const string Waiting =
        "how long the init script waited for the peer at boot; nothing waits here: only up to date data is promoted,"
        + " and the other side's only after the peer is fenced";

    private static readonly FrozenDictionary<string, string> Sections = new Dictionary<string, string>
    {
        ["global"] = Tools,
        ["skip"] = "the section is skipped by DRBD too",
        ["stacked-on-top-of"] = "a third node on top of two has no counterpart; DRBD 9 has resources of several nodes",
        ["proxy"] = "DRBD Proxy has no counterpart",
        ["plugin"] = "DRBD Proxy has no counterpart",
        ["template-file"] = Tools,
        ["require-drbd-module-version-eq"] = Tools,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> Options = new Dictionary<string, string>
    {
        ["startup/wfc-timeout"] = Waiting,
        ["startup/degr-wfc-timeout"] = Waiting,
        ["startup/outdated-wfc-timeout"] = Waiting,
        ["startup/wait-after-sb"] = Waiting,
        ["startup/stacked-timeouts"] = Waiting,
        ["syncer/group"] = "the order of resynchronization of DRBD 0.7; disk.resync-after of today names a resource",
        ["resource/template-file"] = Tools,
    }.ToFrozenDictionary();

    public static string? OfElement(string section) => Sections.GetValueOrDefault(section);

    public static string? OfAttribute(string section, string option) =>
        Options.GetValueOrDefault($"{section}/{option}") ?? Sections.GetValueOrDefault(section);
}
