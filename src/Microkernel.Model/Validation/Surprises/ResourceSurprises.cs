using Microkernel.V1;
using static Microkernel.V1.Object;

namespace Microkernel.Model.Validation.Surprises;

/// <summary>Resources and groups that do other than what a quick look says.</summary>
internal static class ResourceSurprises
{
    public static IEnumerable<string> Find(ObjectSet set)
    {
        foreach (var o in set.Of(SpecOneofCase.Cluster).Where(o => o.Cluster.Maintenance))
        {
            yield return $"{o.Title()}: maintenance is on: nothing is started, stopped or recovered";
        }

        foreach (var o in set.All)
        {
            foreach (var (path, name) in PlainParameters(o).Where(p => SecretNames.IsSecret(p.Name)))
            {
                yield return $"{o.Title()}: {path}.{name} looks like a secret in plain sight; use a Secret and"
                    + " secretParameters";
            }
        }

        foreach (var group in set.Of(SpecOneofCase.Group))
        {
            foreach (var warning in OfGroup(set, group))
            {
                yield return warning;
            }
        }
    }

    private static IEnumerable<(string Path, string Name)> PlainParameters(V1.Object o) => o.SpecCase switch
    {
        SpecOneofCase.Resource => o.Resource.Parameters.Keys.Select(k => ("spec.parameters", k)),
        SpecOneofCase.FenceDevice => o.FenceDevice.Parameters.Keys.Select(k => ("spec.parameters", k)),
        SpecOneofCase.FencingLevel => o.FencingLevel.Devices.SelectMany(
            (d, i) => d.Parameters.Keys.Select(k => ($"spec.devices[{i}].parameters", k))),
        _ => [],
    };

    private static IEnumerable<string> OfGroup(ObjectSet set, V1.Object group)
    {
        var members = group.Group.Members;
        for (var i = 0; i < members.Count - 1; i++)
        {
            var member = set.Find(SpecOneofCase.Resource, members[i]);
            if (member?.Resource.TargetRole == TargetRole.Stopped && group.Group.TargetRole != TargetRole.Stopped)
            {
                yield return $"{group.Title()}: {members[i]} shall be stopped, so {members[i + 1]} and what follows"
                    + " never start";
                break;
            }
        }
    }
}
