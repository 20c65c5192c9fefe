using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Microkernel.Cli.CommandLine;
using Microkernel.Cli.Output;
using Microkernel.Model;

namespace Microkernel.Cli.Tables;

/// <summary>Lists objects for people, a table for each kind.</summary>
internal static class ObjectTables
{
    /// <summary>Writes the tables.</summary>
    public static void Write(CommandSession session, IReadOnlyCollection<V1.Object> objects, Timestamp now)
    {
        var kinds = objects.GroupBy(o => o.SpecCase).ToList();
        foreach (var kind in kinds)
        {
            if (kinds.Count > 1)
            {
                session.Out.WriteLine(
                    (kind == kinds[0] ? string.Empty : Environment.NewLine)
                    + session.Ink.Paint(Kinds.Get(kind.Key).Name, Tone.Strong));
            }

            var isWide = session.Format == OutputFormat.Wide;
            var table = new TextTable(
                ["NAME", .. ObjectColumns.Headers(kind.Key), "AGE", .. isWide ? Wide : []]);
            foreach (var o in kind)
            {
                Cell[] values = [.. ObjectColumns.Values(o).Select(v => new Cell(v))];
                var age = AgeText.Since(o.Metadata.Created, now);
                table.Add([o.Name(), .. values, age, .. isWide ? WideValues(o) : []]);
            }

            table.Write(session.Out, session.Ink, session.TableWidth);
        }
    }

    private static readonly string[] Wide = ["GENERATION", "REVISION"];

    private static Cell[] WideValues(V1.Object o) =>
    [
        o.Metadata.Generation.ToString(CultureInfo.InvariantCulture),
        o.Metadata.Revision.ToString(CultureInfo.InvariantCulture),
    ];
}
