using Microkernel.Import.Sources;
using Microkernel.Model;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.Iscsi;

/// <summary>Imports initiatorname.iscsi: the name that a host logs in by.</summary>
internal static class InitiatorNameImporter
{
    public static SourceElement Read(ReadOnlyMemory<byte> content, SourceFile file) =>
        AssignmentReader.Read(content, file.Name, isShell: false);

    public static void Import(IReadOnlyList<SourceElement> roots, ImportContext context)
    {
        foreach (var root in roots)
        {
            if (root.Attributes.FirstOrDefault(
                a => a.Name.Equals("InitiatorName", StringComparison.OrdinalIgnoreCase)) is not { } attribute)
            {
                continue;
            }

            if (root.File.Host is not { } host)
            {
                context.Say(
                    NoCounterpart, attribute,
                    "it is one host's, and no folder says which; it stays in the file on that host");
                continue;
            }

            var node = context.Nodes.Mention(host, root);
            ForEachSession(context, node.Object.Name(), attribute.Value);
            node.Object.Node.Attributes["iscsi-initiator-name"] = attribute.Value;
            context.Say(
                Mapped, attribute,
                $"{node.Object.Title()} attribute iscsi-initiator-name, and parameter on.{node.Object.Name()}"
                    + ".initiator-name of each login there; the file on the host stays");
        }
    }

    private static void ForEachSession(ImportContext context, string node, string name)
    {
        foreach (var draft in context.Drafts.Where(d => d.Object.Resource?.Agent == NativeResource.Session))
        {
            draft.Object.Resource.Parameters[$"on.{node}.initiator-name"] = name;
        }
    }
}
