namespace Microkernel.Import.DrbdConf;

/// <summary>Which parameter of drbd:resource an option of drbd.conf is, of whichever dialect.</summary>
internal static class DrbdOption
{
    // Options with a parameter of their own.
    private static readonly HashSet<string> Own =
    [
        "on-io-error", "al-extents", "fencing", "after-sb-0pri", "after-sb-1pri", "after-sb-2pri", "resync-rate",
    ];

    // Where the options of 8.3's section syncer are since 8.4.
    private static readonly Dictionary<string, string> Syncer = new()
    {
        ["rate"] = "resync-rate",
        ["al-extents"] = "al-extents",
        ["after"] = "disk.resync-after",
        ["verify-alg"] = "net.verify-alg",
        ["csums-alg"] = "net.csums-alg",
        ["use-rle"] = "net.use-rle",
        ["cpu-mask"] = "options.cpu-mask",
        ["on-no-data-accessible"] = "options.on-no-data-accessible",
        ["c-plan-ahead"] = "disk.c-plan-ahead",
        ["c-delay-target"] = "disk.c-delay-target",
        ["c-fill-target"] = "disk.c-fill-target",
        ["c-max-rate"] = "disk.c-max-rate",
        ["c-min-rate"] = "disk.c-min-rate",
    };

    /// <summary>Returns the parameter; null when there is none.</summary>
    public static string? ParameterOf(string section, string option) => (section, option) switch
    {
        ("resource" or "common" or "net", "protocol") => "protocol",
        ("net", "allow-two-primaries") => "dual-primary",
        ("net", "shared-secret") => "shared-secret",
        ("syncer", _) => Syncer.GetValueOrDefault(option),
        ("net" or "disk", _) when Own.Contains(option) => option,
        ("net" or "disk" or "options" or "handlers", _) => $"{section}.{option}",
        _ => null,
    };

    /// <summary>Returns the value as the parameter takes it: an option without one is on.</summary>
    public static string ValueOf(string parameter, string value) => parameter switch
    {
        "dual-primary" => value is "" or "yes" ? "true" : "false",
        _ when value.Length == 0 => "yes",
        _ => value,
    };
}
