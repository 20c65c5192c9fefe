using Google.Protobuf.WellKnownTypes;
using Microkernel.Import.Sources;
using Microkernel.Model;
using Microkernel.V1;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.Cib;

/// <summary>Operations of a primitive: op.</summary>
internal static class CibOperations
{
    public static void Import(IReadOnlyList<SourceElement> owners, ObjectDraft draft, CibScope cib)
    {
        var spec = draft.Object.Resource;
        foreach (var operations in owners.SelectMany(o => o.TakeChildren("operations")).ToList())
        {
            NvPairs.Ignore(operations, "id");
            operations.TakeChildren("op").ToList().ForEach(op => ImportOne(op, spec, draft, cib));
        }

        if (spec.Operations.All(o => o.Operation != Operation.Monitor))
        {
            cib.Context.Say(
                ChangedMeaning, owners[0], owners[0].Title,
                "it has no monitor, so Pacemaker never noticed when it failed; here it is monitored, as everything is"
                    + " (monitorInterval of the Cluster)");
        }

        if (cib.Defaults.OnFail is { } onFail && CibValues.OnFailOf(onFail.Value) is not OnFail.Unspecified and var all)
        {
            foreach (var operation in spec.Operations.Where(o => o.OnFail == OnFail.Unspecified))
            {
                operation.OnFail = all;
            }
        }

        var sorted = spec.Operations.OrderBy(o => o.Operation).ToList();
        spec.Operations.Clear();
        spec.Operations.AddRange(sorted);
    }

    private static void ImportOne(SourceElement element, ResourceSpec spec, ObjectDraft draft, CibScope cib)
    {
        var pairs = Read(element, cib);
        var operation = (element.Take("name") ?? string.Empty) switch
        {
            "start" => Operation.Start,
            "stop" => Operation.Stop,
            "monitor" or "status" => Operation.Monitor,
            "promote" => Operation.Promote,
            "demote" => Operation.Demote,
            "migrate_to" => Operation.MigrateTo,
            "migrate_from" => Operation.MigrateFrom,
            "notify" => Operation.Notify,
            _ => Operation.Unspecified,
        };
        element.TakeWhole();
        if (operation == Operation.Unspecified)
        {
            cib.Context.Say(NoCounterpart, element, "there is no such operation", draft);
            return;
        }

        var role = CibValues.RoleOf(pairs.Find(p => p.Name == "role")?.Value);
        if (role == Role.Stopped || (role == Role.Started && operation != Operation.Monitor))
        {
            cib.Context.Say(
                NoCounterpart, element, role == Role.Stopped
                    ? "nobody looks for what is stopped between probes; a resource that was started by hand is seen when"
                        + " its node is looked at again"
                    : "only monitors have roles", draft);
            return;
        }

        role = role == Role.Started ? Role.Unspecified : role;
        if (spec.Operations.Any(o => o.Operation == operation && o.Role == role))
        {
            cib.Context.Say(
                NoCounterpart, element, "there is one of each operation (a monitor for each role); the first is taken",
                draft);
            return;
        }

        var made = new OperationSpec { Operation = operation, Role = role };
        spec.Operations.Add(made);
        cib.Context.Say(Mapped, element, $"{draft.Object.Title()} operation {operation}");
        foreach (var pair in pairs)
        {
            Set(pair, made, draft, cib);
        }
    }

    // Attributes of op, and those that sets in it say.
    private static List<NvPair> Read(SourceElement element, CibScope cib) =>
    [
        .. element.Attributes.Where(a => a.Name is not ("id" or "name" or "description"))
            .Select(a => new NvPair(a.Name, a.Value, element)),
        .. NvPairs.Read(element, "meta_attributes", cib.Context),
        .. NvPairs.Read(element, "instance_attributes", cib.Context),
    ];

    private static void Set(NvPair pair, OperationSpec operation, ObjectDraft draft, CibScope cib)
    {
        switch (pair.Name)
        {
            case "interval" when operation.Operation == Operation.Monitor:
                if (CibValues.Duration(pair, cib.Context) is { } interval && interval.ToTimeSpan() > TimeSpan.Zero)
                {
                    operation.Interval = interval;
                }

                break;
            case "timeout":
                operation.Timeout = CibValues.Duration(pair, cib.Context);
                operation.Timeout = operation.Timeout?.ToTimeSpan() == TimeSpan.Zero ? null : operation.Timeout;
                break;
            case "on-fail" or "on_fail":
                operation.OnFail = CibValues.OnFailOf(pair.Value);
                if (operation.OnFail == OnFail.Unspecified)
                {
                    CibValues.Wrong(pair, "ignore, block, stop, restart, fence, standby or demote", cib.Context);
                }
                else if (operation is { OnFail: OnFail.Ignore, Operation: Operation.Stop })
                {
                    operation.OnFail = OnFail.Block;
                    Say(ChangedMeaning, "a failed stop cannot be ignored; onFail Block leaves it alone");
                }

                break;
            case "enabled" when CibValues.Flag(pair.Value) is { } enabled:
                operation.Enabled = enabled;
                break;
            case "role" or "interval" or "record-pending" or "prereq":
                break;
            case "requires":
                Say(NoCounterpart, "requires is said of the resource as a whole");
                break;
            case "OCF_CHECK_LEVEL" or "depth" or "check_level":
                Say(NoCounterpart, $"monitors have no depth; this was {pair.Value}");
                break;
            case "start-delay" or "start_delay" or "interval-origin":
                Say(NoCounterpart, "the first monitor follows one interval after the start");
                break;
            default:
                Say(NoCounterpart, "it is not known");
                break;
        }

        void Say(ImportSeverity severity, string outcome) =>
            cib.Context.Say(severity, pair.Element, $"{pair.Name}=\"{pair.Value}\"", outcome, draft);
    }
}
