using System.Globalization;
using Microkernel.Driver;
using Microkernel.Driver.V1;

namespace Microkernel.Drivers.Ocf;

/// <summary>What OCF agents find in their environment (Resource Agent API 1.1, "Environment variables").</summary>
internal sealed class OcfEnvironment(string root, string provider, string type)
{
    private const string CheckLevel = "OCF_CHECK_LEVEL";

    /// <summary>For an action on a resource.</summary>
    public Dictionary<string, string> Of(ResourceOperation operation, string action)
    {
        var environment = Base(operation.Resource);
        Add(environment, operation.Parameters);
        foreach (var (name, value) in operation.Meta)
        {
            if (name is CheckLevel or "check-level")
                environment[CheckLevel] = value;
            else
                environment[MetaName(name)] = value;
        }
        var milliseconds = ((long)operation.Timeout.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        environment[MetaName("timeout")] = milliseconds;
        environment[MetaName("name")] = action;
        environment.TryAdd(MetaName("interval"), "0");
        if (operation.Node.Length > 0)
        {
            environment[MetaName("on_node")] = operation.Node;
            environment.TryAdd(MetaName("on_node_uuid"), operation.Node);
        }
        AddMigration(environment, operation);
        return environment;
    }

    /// <summary>For a check of parameters that no resource has yet.</summary>
    public Dictionary<string, string> OfValidation(AgentParameters parameters)
    {
        var environment = Base("validation");
        Add(environment, parameters);
        environment[MetaName("name")] = "validate-all";
        // 10 asks for a check against this host, 0 for one of the parameters by themselves.
        environment[CheckLevel] = "10";
        return environment;
    }

    /// <summary>For the question what the agent is.</summary>
    public Dictionary<string, string> OfMetadata() => Base(type);

    private Dictionary<string, string> Base(string instance)
    {
        var environment = ToolEnvironment.Create();
        environment["OCF_ROOT"] = root;
        environment["OCF_RA_VERSION_MAJOR"] = "1";
        environment["OCF_RA_VERSION_MINOR"] = "1";
        environment["OCF_RESOURCE_INSTANCE"] = instance;
        environment["OCF_RESOURCE_PROVIDER"] = provider;
        environment["OCF_RESOURCE_TYPE"] = type;
        environment["HA_RSCTMP"] = "/run/resource-agents";
        // Messages come to us by standard error; by a facility or a file each would cost more processes.
        environment["HA_LOGFACILITY"] = "none";
        environment["HA_debug"] = "0";
        return environment;
    }

    private static void Add(Dictionary<string, string> environment, AgentParameters parameters)
    {
        foreach (var (name, value) in parameters.Values)
            environment["OCF_RESKEY_" + name] = value;
    }

    private static void AddMigration(Dictionary<string, string> environment, ResourceOperation operation)
    {
        var (source, target) = operation.Action switch
        {
            ResourceAction.MigrateTo => (operation.Node, operation.PeerNode),
            ResourceAction.MigrateFrom => (operation.PeerNode, operation.Node),
            _ => ("", ""),
        };
        if (source.Length > 0)
            environment[MetaName("migrate_source")] = source;
        if (target.Length > 0)
            environment[MetaName("migrate_target")] = target;
    }

    /// <summary>Shells know no dashes in names.</summary>
    private static string MetaName(string name) =>
        "OCF_RESKEY_CRM_meta_" + name.Replace('-', '_');
}
