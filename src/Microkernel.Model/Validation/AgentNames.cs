using System.Text.RegularExpressions;

namespace Microkernel.Model.Validation;

/// <summary>What full names of resource agents and names of fence agents look like.</summary>
public static partial class AgentNames
{
    /// <summary>What a message says that is expected of a resource's agent.</summary>
    public const string ExpectedResourceAgent =
        "ocf:PROVIDER:TYPE, lsb:NAME, lsb:/ABSOLUTE/PATH, systemd:UNIT or DRIVER:AGENT";

    /// <summary>
    /// Tells whether it is the full name of a resource agent. Whether the agent exists only the nodes know.
    /// </summary>
    public static bool IsResourceAgent(string name) => ResourceAgentPattern().IsMatch(name) && !HasDotDot(name);

    /// <summary>Tells whether it is the name of a fence agent: a program's name without a path.</summary>
    public static bool IsFenceAgent(string name) => FenceAgentPattern().IsMatch(name);

    // A path that climbs would name a program outside of where agents are.
    private static bool HasDotDot(string name) =>
        name.Split('/', ':').Any(part => part is "." or "..");

    [GeneratedRegex(
        @"^(ocf:[A-Za-z0-9_.-]{1,64}:[A-Za-z0-9_.-]{1,64}"
        + @"|lsb:(/[A-Za-z0-9_.@+/-]{1,250}|[A-Za-z0-9_.@+-]{1,128})"
        + @"|systemd:[A-Za-z0-9_.@:\\-]{1,250}"
        + @"|(?!ocf:|lsb:|systemd:|service:|stonith:|heartbeat:)[a-z][a-z0-9-]{0,31}:[a-z][a-z0-9-]{0,63})\z")]
    private static partial Regex ResourceAgentPattern();

    [GeneratedRegex(@"^(external/)?[A-Za-z0-9][A-Za-z0-9_.-]{0,127}\z")]
    private static partial Regex FenceAgentPattern();
}
