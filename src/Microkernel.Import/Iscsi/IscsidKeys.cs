using System.Collections.Frozen;

namespace Microkernel.Import.Iscsi;

/// <summary>Keys of iscsid.conf and the parameters of iscsi:session that they are.</summary>
internal static class IscsidKeys
{
    private static readonly FrozenDictionary<string, (string Parameter, bool IsTime)> Known =
        new Dictionary<string, (string, bool)>
        {
            ["node.conn[0].timeo.login_timeout"] = ("login-timeout", true),
            ["node.session.initial_login_retry_max"] = ("login-retries", false),
            ["node.session.timeo.replacement_timeout"] = ("replacement-timeout", true),
            ["node.conn[0].timeo.noop_out_interval"] = ("noop-interval", true),
            ["node.conn[0].timeo.noop_out_timeout"] = ("noop-timeout", true),
            ["node.session.err_timeo.abort_timeout"] = ("abort-timeout", true),
            ["node.session.err_timeo.lu_reset_timeout"] = ("lun-reset-timeout", true),
            ["node.session.err_timeo.tgt_reset_timeout"] = ("target-reset-timeout", true),
            ["node.session.auth.username"] = ("user", false),
            ["node.session.auth.password"] = ("password", false),
            ["node.session.auth.username_in"] = ("mutual-user", false),
            ["node.session.auth.password_in"] = ("mutual-password", false),
            ["discovery.sendtargets.auth.username"] = ("discovery-user", false),
            ["discovery.sendtargets.auth.password"] = ("discovery-password", false),
            ["iface.iscsi_ifacename"] = ("interface", false),
        }.ToFrozenDictionary();

    // Settings of the session that the agent passes on as they are.
    private static readonly string[] PassedOn = ["node.session.iscsi.", "node.conn[0].iscsi."];

    /// <summary>Finds the parameter of a key.</summary>
    public static (string Parameter, Func<string, string> Convert, bool IsSecret)? Find(string key)
    {
        if (Known.TryGetValue(key, out var known))
        {
            return (known.Parameter, known.IsTime ? Seconds : Same, key.Contains("password", StringComparison.Ordinal));
        }

        return PassedOn.Any(p => key.StartsWith(p, StringComparison.Ordinal)) ? ($"option.{key}", Same, false) : null;
    }

    /// <summary>Says why a key has no counterpart; null when nothing special is to be said.</summary>
    public static string? LossOf(string key) => key switch
    {
        "node.startup" or "node.conn[0].startup" or "node.leading_login" =>
            "the cluster logs in and out; set it to manual on each host, so that the boot does not",
        "iscsid.startup" or "iscsid.safe_logout" => "a setting of the daemon on each host",
        "node.session.auth.authmethod" => "CHAP is used where there is a user",
        _ => null,
    };

    private static string Same(string value) => value;

    private static string Seconds(string value) =>
        value.Length > 0 && char.IsAsciiDigit(value[^1]) ? $"{value}s" : value;
}
