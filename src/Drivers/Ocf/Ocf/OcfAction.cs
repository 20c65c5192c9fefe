using Microkernel.Driver.V1;

namespace Microkernel.Drivers.Ocf;

/// <summary>Names of actions as OCF agents take them.</summary>
internal static class OcfAction
{
    public static string? NameOf(ResourceAction action) => action switch
    {
        ResourceAction.Start => "start",
        ResourceAction.Stop => "stop",
        ResourceAction.Monitor => "monitor",
        ResourceAction.Promote => "promote",
        ResourceAction.Demote => "demote",
        ResourceAction.MigrateTo => "migrate_to",
        ResourceAction.MigrateFrom => "migrate_from",
        ResourceAction.Notify => "notify",
        _ => null,
    };
}
