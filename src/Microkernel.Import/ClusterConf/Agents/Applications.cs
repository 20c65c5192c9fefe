using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Microkernel.V1;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.ClusterConf.Agents;

/// <summary>rgmanager's agents of applications.</summary>
internal static class Applications
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);
    private const string NoName = "the agent takes no name of the service";

    public static void MapApache(ResourceBuilder resource)
    {
        var element = resource.Element;
        var root = element.Take("server_root");
        var file = element.Take("config_file");
        if (file is { Length: > 0 })
        {
            var whole = file.StartsWith('/') || root is null ? file : $"{root.TrimEnd('/')}/{file}";
            resource.Set("configfile", whole);
        }

        resource.Agent("ocf:heartbeat:apache").Copy("httpd", "httpd").Copy("httpd_options", "options")
            .Same("server_root", "parameter configfile").Same("config_file", "parameter configfile")
            .Note(ChangedMeaning,
            "the monitor asks the server's status page (parameter statusurl), not for the process alone");
        Waits(resource);
    }

    public static void MapMysql(ResourceBuilder resource)
    {
        var element = resource.Element;
        var address = element.Take("listen_address");
        var parts = new[] { address is { Length: > 0 } ? $"--bind-address={address}" : null,
            element.Take("mysqld_options") };
        var extra = string.Join(' ', parts.Where(p => !string.IsNullOrWhiteSpace(p)));
        if (extra.Length > 0)
        {
            resource.Set("additional_parameters", extra);
        }

        resource.Agent("ocf:heartbeat:mysql").Copy("config_file", "config")
            .Same("listen_address", "parameter additional_parameters")
            .Same("mysqld_options", "parameter additional_parameters");
        Waits(resource);
    }

    public static void MapPostgres(ResourceBuilder resource)
    {
        var element = resource.Element;
        if (element.Take("config_file") is { Length: > 0 } file)
        {
            resource.Set("pgdata", Path.GetDirectoryName(file) is { Length: > 0 } folder ? folder : "/");
        }

        resource.Agent("ocf:heartbeat:pgsql").Copy("config_file", "config").Copy("postmaster_user", "pgdba")
            .Copy("postmaster_options", "start_opt")
            .Note(ChangedMeaning,
            "pgdata is taken to be the folder of config_file: see that it is; pgctl and psql may need paths");
        Waits(resource);
    }

    public static void MapNamed(ResourceBuilder resource)
    {
        resource.Agent("ocf:heartbeat:named").Copy("config_file", "named_config").Copy("named_options", "named_options")
            .Without("named_sdb", "the agent runs the plain named")
            .Without("named_working_dir", "set directory in named.conf(5)");
        Waits(resource);
    }

    public static void MapLdap(ResourceBuilder resource)
    {
        resource.Agent("ocf:heartbeat:slapd").Copy("config_file", "config").Copy("url_list", "services")
            .Copy("slapd_options", "parameters");
        Waits(resource);
    }

    public static void MapSameName(ResourceBuilder resource) =>
        resource.Agent($"ocf:heartbeat:{resource.Element.Type}").Timeouts(Timeout, Timeout).CopyRest();

    // rgmanager's agents waited so long after a start or stop; here the operation as a whole has a bound.
    private static void Waits(ResourceBuilder resource)
    {
        SetTimeout(resource, "startup_wait", Operation.Start);
        SetTimeout(resource, "shutdown_wait", Operation.Stop);
        resource.Timeouts(Timeout, Timeout).Without("service_name", NoName);
    }

    private static void SetTimeout(ResourceBuilder resource, string attribute, Operation operation)
    {
        if (int.TryParse(
                resource.Element.Take(attribute), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds is > 0 and < 86_400)
        {
            var timeout = Duration.FromTimeSpan(TimeSpan.FromSeconds(Math.Max(seconds, 20)));
            RecoveryPolicy.OperationOf(resource.Draft.Object.Resource, operation).Timeout = timeout;
            resource.Changed(attribute, $"timeout of {operation}, at least 20s");
        }
        else
        {
            resource.Same(attribute, $"timeout of {operation}");
        }
    }
}
