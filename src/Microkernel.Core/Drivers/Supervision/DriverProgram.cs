using Microkernel.Core.Drivers.Swapping;

namespace Microkernel.Core.Drivers.Supervision;

/// <summary>A program file as it was when it was looked at: a package that replaces it makes it another one.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Written">When it was last written.</param>
internal sealed record DriverProgram(string Path, long Size, DateTimeOffset Written)
{
    /// <summary>Looks at a file.</summary>
    /// <exception cref="FileNotFoundException">There is no executable file.</exception>
    public static DriverProgram At(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists) throw new FileNotFoundException($"{path}: no such program", path);
        const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        if ((file.UnixFileMode & Execute) == 0) throw new FileNotFoundException($"{path}: not executable", path);
        return new DriverProgram(path, file.Length, file.LastWriteTimeUtc);
    }

    /// <summary>The program of a manifest: the file itself, or that of the newest version in the folder.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public static DriverProgram Newest(DriverManifest manifest)
    {
        if (!Directory.Exists(manifest.Program)) return At(manifest.Program);
        var versions = Versions(manifest);
        if (versions.Count == 0)
            throw new FileNotFoundException(
                $"{manifest.Program}: expected folders named by version, each with {FileName(manifest)}",
                    manifest.Program);
        var newest = versions[0];
        foreach (var version in versions)
            if (SemanticVersion.IsNewer(version, newest))
                newest = version;
        return OfVersion(manifest, newest);
    }

    /// <summary>Versions in the manifest's folder that have a program; none when it names a file.</summary>
    public static IReadOnlyList<string> Versions(DriverManifest manifest) => Directory.Exists(manifest.Program)
        ?
        [
            .. Directory.EnumerateDirectories(manifest.Program).Select(path => System.IO.Path.GetFileName(path))
                .Where(version => SemanticVersion.IsVersion(version) && File.Exists(PathOf(manifest, version))).Order(),
        ]
        : [];

    /// <summary>The program of one version.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public static DriverProgram OfVersion(DriverManifest manifest, string version) => At(PathOf(manifest, version));

    private static string PathOf(DriverManifest manifest, string version) =>
        System.IO.Path.Combine(manifest.Program, version, FileName(manifest));

    private static string FileName(DriverManifest manifest) => $"microkernel-driver-{manifest.Name}";
}
