using Microkernel.Import.Sources;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.Ifcfg;

/// <summary>BONDING_OPTS and BONDING_MODULE_OPTS: options of the kernel's module bonding, <c>mode=1
/// miimon=100</c>.</summary>
internal sealed class BondOptions(
    SourceAttribute attribute, Action<string, string, SourceAttribute> set, ImportContext context)
{
    // By the numbers that the module takes too: bonding.txt of the kernel.
    private static readonly string[] Modes =
        ["balance-rr", "active-backup", "balance-xor", "broadcast", "802.3ad", "balance-tlb", "balance-alb"];

    private static readonly HashSet<string> Times = ["miimon", "updelay", "downdelay", "arp_interval"];

    private static readonly HashSet<string> Known =
    [
        "arp_ip_target", "arp_validate", "primary", "primary_reselect", "fail_over_mac", "num_grat_arp", "lacp_rate",
        "xmit_hash_policy", "ad_select", "min_links",
    ];

    public void Map()
    {
        var words = new List<string>();
        foreach (var word in attribute.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var (option, value) = word.IndexOf('=', StringComparison.Ordinal) is > 0 and var at
                ? (word[..at], word[(at + 1)..]) : (word, string.Empty);
            if (value.Length == 0)
            {
                context.Say(Error, attribute, $"{word}: expected option=value");
                return;
            }

            words.Add(Map(option, value));
        }

        context.Say(Mapped, attribute, $"parameters {string.Join(", ", words)}");
    }

    private string Map(string option, string value)
    {
        var parameter = option.Replace('_', '-');
        if (option == "mode")
        {
            value = value is [>= '0' and <= '6'] ? Modes[value[0] - '0'] : value;
        }
        else if (Times.Contains(option))
        {
            value = char.IsAsciiDigit(value[^1]) ? $"{value}ms" : value;
        }
        else if (!Known.Contains(option))
        {
            parameter = $"option.{option}";
        }

        set(parameter, value, attribute);
        return $"{parameter} {value}";
    }
}
