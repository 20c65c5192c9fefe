using Microkernel.Import.Sources;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.Files;

/// <summary>Imports files that together make up one cluster.</summary>
internal static class SourceSet
{
    public static ImportResult Import(
        IReadOnlyList<ImportInput> inputs, IReadOnlyList<ImportEntry> notes, ImportOptions options)
    {
        var context = new ImportContext(options);
        var roots = new Dictionary<ImportFormat, List<SourceElement>>();
        foreach (var note in notes)
        {
            context.Say(note);
        }

        foreach (var input in inputs)
        {
            var file = new SourceFile(input.Path, input.ShortName, input.Host);
            context.Enter(file);
            if (Read(input, file, context) is var (format, root))
            {
                root.File = file;
                roots.TryAdd(format, []);
                roots[format].Add(root);
            }
        }

        var isOneOfMany = inputs.Count > 1;
        foreach (var format in SourceFormats.All)
        {
            if (roots.TryGetValue(format.Format, out var all))
            {
                roots[format.Format] = isOneOfMany ? FileCopies.Without(all, format, context) : all;
            }
        }

        foreach (var format in SourceFormats.All)
        {
            if (roots.TryGetValue(format.Format, out var all) && all.Count > 0)
            {
                format.Import(all, context);
                all.ForEach(r => Leftovers.Report(r, format.ElementLoss, format.AttributeLoss, context));
            }
        }

        return context.ToResult(roots.Count switch
        {
            0 => ImportFormat.Unknown,
            1 => roots.Keys.Single(),
            _ => ImportFormat.Several,
        });
    }

    private static (ImportFormat Format, SourceElement Root)? Read(
        ImportInput input, SourceFile file, ImportContext context)
    {
        if (input.Content.Length > ImportOptions.LengthMax)
        {
            context.Say(
                Error, file, 0, 0, string.Empty, $"The file is longer than {ImportOptions.LengthMax} bytes");
            return null;
        }

        var format = context.Options.Format != ImportFormat.Unknown
            ? context.Options.Format : FormatDetector.Detect(input.Content);
        if (!SourceFormats.Has(format))
        {
            var nothing = !input.IsNamed && FormatDetector.SaysNothing(input.Content);
            context.Say(
                input.IsNamed ? Error : NoCounterpart,
                file,
                1,
                1,
                string.Empty,
                nothing ? "there is nothing in it"
                    : $"The format is not known{(input.IsNamed ? string.Empty : ", nothing of it is imported")}; known"
                    + $" are: {SourceFormats.Titles}");
            return null;
        }

        try
        {
            return (format, SourceFormats.Get(format).Read(input.Content, file));
        }
        catch (DamagedSourceException e)
        {
            context.Say(Error, file, e.Line, e.Column, string.Empty, e.Message);
            return null;
        }
    }
}
