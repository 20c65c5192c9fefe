using System.Collections.Frozen;

namespace Microkernel.Model.Validation;

/// <summary>Names under which fence and resource agents take secrets.</summary>
public static class SecretNames
{
    private static readonly FrozenSet<string> Known = FrozenSet.ToFrozenSet(
    [
        "passwd", "password", "pass", "passphrase", "community", "snmp_priv_passwd", "snmp-priv-passwd",
        "snmp_auth_passwd", "secret", "secret_key", "token", "api_token", "apikey", "api_key", "ipmi_password",
        "user_password", "dbpassword", "test_passwd", "replication_passwd", "rabbitmq_pass", "os_password", "k_g",
        "kg", "passwd_inst", "shared-secret", "cram-hmac-secret",
    ], StringComparer.OrdinalIgnoreCase);

    /// <summary>Tells whether a parameter of this name holds a secret.</summary>
    /// <remarks>Names of scripts that print a secret, as <c>passwd_script</c>, are not secrets themselves.</remarks>
    public static bool IsSecret(string parameter) =>
        Known.Contains(parameter)
        || (parameter.Contains("passw", StringComparison.OrdinalIgnoreCase)
            && !parameter.EndsWith("script", StringComparison.OrdinalIgnoreCase)
            && !parameter.EndsWith("file", StringComparison.OrdinalIgnoreCase));
}
