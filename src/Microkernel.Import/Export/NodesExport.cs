using System.Globalization;
using System.Xml.Linq;
using Microkernel.Model;
using Microkernel.V1;
using static Microkernel.V1.Object;

namespace Microkernel.Import.Export;

/// <summary>Nodes, and a state in which they are there and run nothing.</summary>
internal static class NodesExport
{
    public static XElement ToXml(ExportScope scope)
    {
        var nodes = new XElement("nodes");
        foreach (var (node, id) in Members(scope))
        {
            var spec = node.Node;
            var attributes = spec.Attributes.OrderBy(a => a.Key, StringComparer.Ordinal)
                .Select(a => (a.Key, (string?)a.Value))
                .Append(("standby", spec.Standby ? "on" : null))
                .Append(("maintenance", spec.Maintenance ? "true" : null));
            nodes.Add(new XElement(
                "node",
                new XAttribute("id", id),
                new XAttribute("uname", node.Name()),
                Nv.Set("instance_attributes", $"nodes-{node.Name()}", attributes, scope),
                Nv.Set(
                    "utilization", $"nodes-{node.Name()}-utilization",
                    spec.Utilization.OrderBy(u => u.Key, StringComparer.Ordinal)
                        .Select(u => (u.Key, (string?)u.Value.ToString(CultureInfo.InvariantCulture))),
                    scope)));
        }

        return nodes;
    }

    /// <summary>Writes the state: nothing runs, and what is promotable may be promoted on every node.</summary>
    public static XElement Status(ExportScope scope, IReadOnlyCollection<string> offline)
    {
        var promotable = scope.Of(SpecOneofCase.Resource).Where(o => o.Resource.Clone_?.Promotable is not null)
            .Select(o => ExportScope.IdOf(o.Name())).ToList();
        var status = new XElement("status");
        foreach (var (node, id) in Members(scope))
        {
            var isThere = !offline.Contains(node.Name());
            var state = new XElement(
                "node_state",
                new XAttribute("id", id),
                new XAttribute("uname", node.Name()),
                new XAttribute("in_ccm", Nv.Flag(isThere)),
                new XAttribute("crmd", isThere ? "online" : "offline"),
                new XAttribute("join", isThere ? "member" : "down"),
                new XAttribute("expected", isThere ? "member" : "down"));
            if (isThere)
            {
                var scores = Nv.Set(
                    "instance_attributes", $"status-{node.Name()}", promotable.Select(p => ($"master-{p}", (string?)"100")),
                    scope);
                if (scores is not null)
                {
                    state.Add(new XElement("transient_attributes", new XAttribute("id", id), scores));
                }

                state.Add(new XElement("lrm", new XAttribute("id", id), new XElement("lrm_resources")));
            }

            status.Add(state);
        }

        return status;
    }

    // Pacemaker's nodes have numbers; a witness runs nothing, and Pacemaker knows none.
    private static IEnumerable<(V1.Object Node, string Id)> Members(ExportScope scope)
    {
        var members = scope.Of(SpecOneofCase.Node).Where(n => n.Node.Role != NodeRole.Witness).ToList();
        var taken = members.Select(m => m.Node.Id).Where(i => i > 0).ToHashSet();
        var next = 1u;
        foreach (var member in members)
        {
            var id = member.Node.Id;
            while (id == 0)
            {
                id = taken.Add(next) ? next : 0;
                next++;
            }

            yield return (member, id.ToString(CultureInfo.InvariantCulture));
        }
    }
}
