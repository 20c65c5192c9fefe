using Microkernel.Import.Sources;
using Microkernel.Model;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.Iscsi;

/// <summary>
/// Imports iscsid.conf of open-iscsi, and the records of its database (/etc/iscsi/nodes): a record is a login, and
/// becomes a Resource; iscsid.conf has what each login has that says nothing else.
/// </summary>
internal static class IscsidConfImporter
{
    public static SourceElement Read(ReadOnlyMemory<byte> content, SourceFile file) =>
        AssignmentReader.Read(content, file.Name, isShell: false);

    public static void Import(IReadOnlyList<SourceElement> roots, ImportContext context)
    {
        var sessions = new Dictionary<string, SessionImport>(StringComparer.Ordinal);
        foreach (var record in roots.Where(r => r.Find("node.name") is not null))
        {
            var target = record.Find("node.name")!.Value;
            if (!sessions.TryGetValue(target, out var session))
            {
                sessions[target] = session = new SessionImport(target, record, context);
            }

            session.Add(record);
        }

        var defaults = roots.Where(r => r.Find("node.name") is null).ToList();
        foreach (var root in defaults)
        {
            foreach (var attribute in root.Attributes)
            {
                ImportDefault(attribute, sessions.Values, context);
            }
        }

        foreach (var session in sessions.Values)
        {
            session.Finish();
        }
    }

    private static void ImportDefault(
        SourceAttribute attribute, Dictionary<string, SessionImport>.ValueCollection sessions, ImportContext context)
    {
        if (IscsidKeys.Find(attribute.Name) is not { } known)
        {
            context.Say(
                NoCounterpart, attribute,
                IscsidKeys.LossOf(attribute.Name) ?? "it stays in iscsid.conf of each host");
            return;
        }

        if (known.IsSecret)
        {
            attribute.Owner.Secrets = [.. attribute.Owner.Secrets, attribute.Name];
        }

        foreach (var session in sessions.Where(s => s.Counts(attribute.Owner.File.Host)))
        {
            session.Default(known.Parameter, known.Convert(attribute.Value), attribute);
        }

        context.Say(
            sessions.Count > 0 ? Mapped : NoCounterpart,
            attribute,
            sessions.Count > 0 ? $"parameter {known.Parameter} of each {NativeResource.Session}"
                : $"no file says which targets the hosts log in to: declare a Resource of {NativeResource.Session} for"
                    + $" each, with parameter {known.Parameter}"
                    + (known.IsSecret ? " from a Secret" : $" {known.Convert(attribute.Value)}"));
    }
}
