using Microkernel.Cli.CommandLine;
using Microkernel.Cli.Failures;
using Microkernel.Model;
using Microkernel.Model.Manifests;
using Microkernel.Model.Validation;

namespace Microkernel.Cli.Manifests;

/// <summary>Reads manifests from files, folders and standard input; finds what is wrong before any is sent.</summary>
internal static class ManifestFiles
{
    private const string StandardInput = "-";
    private static readonly string[] Extensions = [".yaml", ".yml", ".json"];

    /// <summary>Reads and checks everything that <c>-f</c> names.</summary>
    /// <param name="session">The command's session, for standard input.</param>
    /// <param name="paths">Files, folders or <c>-</c>.</param>
    /// <exception cref="CommandFailure">A file is missing or not understood; all that is wrong is listed.</exception>
    public static IReadOnlyList<Manifest> Read(CommandSession session, IEnumerable<string> paths)
    {
        var manifests = new List<Manifest>();
        var problems = new List<string>();
        foreach (var file in paths.SelectMany(Expand))
        {
            try
            {
                manifests.AddRange(ReadFile(session, file));
            }
            catch (ManifestException e)
            {
                problems.AddRange(e.Problems.Select(p => p.ToString()));
            }
        }

        problems.AddRange(manifests.SelectMany(Check));
        if (problems.Count > 0)
        {
            throw new CommandFailure(
                ExitCodes.Refused, $"{Count(problems.Count, "problem")} in the manifests; nothing was sent.",
                "Mend the lines named above and apply again.", problems);
        }

        return manifests.Count > 0
            ? manifests
            : throw new CommandFailure(ExitCodes.Usage, $"-f: {string.Join(", ", paths)}: there is no object in it.");
    }

    private static IEnumerable<Manifest> ReadFile(CommandSession session, string file)
    {
        if (file == StandardInput)
        {
            return ManifestReader.Read(session.Terminal.In.ReadToEnd(), "stdin");
        }

        using var stream = File.OpenRead(file);
        return ManifestReader.Read(stream, file);
    }

    private static IEnumerable<string> Check(Manifest manifest)
    {
        if (manifest.Object.SpecCase == V1.Object.SpecOneofCase.Secret)
        {
            // Values that were left out stay as they are: only the cluster knows whether there are any.
            yield break;
        }

        foreach (var problem in ObjectValidator.Validate(manifest.Object))
        {
            var (line, column) = manifest.Locate(problem.Path);
            yield return new ManifestProblem(
                manifest.File, line, column, problem.Path, problem.Value, problem.Message, problem.Expected).ToString();
        }
    }

    private static IEnumerable<string> Expand(string path)
    {
        if (path == StandardInput || File.Exists(path))
        {
            return [path];
        }

        if (!Directory.Exists(path))
        {
            throw CommandFailure.Usage("-f", path, "a file, a folder, or - for standard input");
        }

        var files = Directory.EnumerateFiles(path)
            .Where(f => Extensions.Contains(Path.GetExtension(f), StringComparer.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal).ToList();
        return files.Count > 0
            ? files
            : throw CommandFailure.Usage(
                "-f", path, $"a folder with files that end in {string.Join(", ", Extensions)}");
    }

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
