using System.Xml.Linq;
using Microkernel.Model;
using Microkernel.V1;

namespace Microkernel.Import.Export;

/// <summary>Operations; everything is monitored, so a monitor stands there also where none was declared.</summary>
internal static class OperationsExport
{
    public static XElement ToXml(ResourceSpec spec, string id, ExportScope scope)
    {
        var operations = new XElement("operations");
        var intervals = new HashSet<TimeSpan>();
        foreach (var operation in spec.Operations)
        {
            operations.Add(One(operation, id, intervals, scope));
        }

        if (spec.Operations.All(o => o.Operation != Operation.Monitor))
        {
            operations.Add(One(new OperationSpec { Operation = Operation.Monitor }, id, intervals, scope));
        }

        return operations;
    }

    private static XElement One(OperationSpec operation, string id, HashSet<TimeSpan> intervals, ExportScope scope)
    {
        var name = operation.Operation switch
        {
            Operation.MigrateTo => "migrate_to",
            Operation.MigrateFrom => "migrate_from",
            _ => $"{operation.Operation}".ToLowerInvariant(),
        };
        var interval = TimeSpan.Zero;
        if (operation.Operation == Operation.Monitor)
        {
            interval = operation.Interval.ToTimeSpanOrNull() ?? Defaults.MonitorInterval;

            // Pacemaker tells monitors apart by their intervals.
            while (!intervals.Add(interval))
            {
                interval += TimeSpan.FromSeconds(1);
            }
        }

        var element = new XElement(
            "op",
            new XAttribute("id", scope.Id($"{id}-{name}-{Nv.Time(interval) ?? "0"}")),
            new XAttribute("name", name),
            new XAttribute("interval", Nv.Time(interval) ?? "0s"));
        if (Nv.Time(operation.Timeout.ToTimeSpanOrNull()) is { } timeout)
        {
            element.Add(new XAttribute("timeout", timeout));
        }

        if (operation.Role is Role.Promoted or Role.Unpromoted or Role.Started)
        {
            element.Add(new XAttribute("role", $"{operation.Role}"));
        }

        if (operation.OnFail != OnFail.Unspecified)
        {
            element.Add(new XAttribute("on-fail", $"{operation.OnFail}".ToLowerInvariant()));
        }

        if (operation.HasEnabled)
        {
            element.Add(new XAttribute("enabled", Nv.Flag(operation.Enabled)));
        }

        return element;
    }
}
