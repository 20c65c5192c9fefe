using Microkernel.Cli.CommandLine;
using Microkernel.Cli.Failures;
using Microkernel.Cli.Output;
using Microkernel.Model;
using Microkernel.Model.Manifests;
using Microkernel.V1;
using Change = Microkernel.V1.ApplyResult.Types.Change;

namespace Microkernel.Cli.Manifests;

/// <summary>Sends objects to the cluster and tells what became of each.</summary>
internal static class ManifestApplier
{
    /// <summary>Applies all, or none.</summary>
    public static async Task<ApplyResponse> ApplyAsync(
        CommandSession session, IReadOnlyList<Manifest> manifests, bool dryRun, CancellationToken cancellation)
    {
        var request = new ApplyRequest { DryRun = dryRun };
        request.Objects.Add(manifests.Select(m => m.Object));
        try
        {
            return await session.CallAsync(
                $"Applying {manifests.Count} objects",
                (invoker, options) => new ObjectService.ObjectServiceClient(invoker).ApplyAsync(request, options),
                cancellation);
        }
        catch (CommandFailure e) when (e.ExitCode == ExitCodes.Refused && e.Details.Count > 0)
        {
            throw new CommandFailure(
                e.ExitCode, "The cluster refused the manifests; nothing was changed.",
                "Mend what is named above and apply again.",
                [.. e.Details.Select(d => ManifestPosition.Of(manifests, d) is { } at ? $"{at}: {d}" : d)]);
        }
    }

    /// <summary>Writes what became of each object to a writer, and what may surprise to standard error.</summary>
    public static void Show(CommandSession session, TextWriter to, ApplyResponse answer, bool dryRun)
    {
        foreach (var result in answer.Results)
        {
            var (verb, tone) = result.Change switch
            {
                Change.Created => ("created", Tone.Good),
                Change.Configured => ("configured", Tone.Good),
                Change.Unchanged => ("unchanged", Tone.Faint),
                _ => ("sent", Tone.Plain),
            };
            var ink = to == session.Out ? session.Ink : new Ink(false);
            to.WriteLine(
                $"{result.Object.Kind}/{SafeText.Line(result.Object.Name)} {ink.Paint(verb, tone)}"
                + (dryRun ? " (dry run)" : string.Empty));
        }

        foreach (var warning in answer.Warnings)
        {
            session.Remark($"warning: {warning}", Tone.Uneasy);
        }
    }

    /// <summary>Returns kind and name of each object of an answer.</summary>
    public static IEnumerable<string> Names(ApplyResponse answer) =>
        answer.Results.Select(r => $"{r.Object.Kind}/{r.Object.Name}");
}
