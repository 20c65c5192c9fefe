namespace Microkernel.EndToEnd;

/// <summary>Finds the files of the lab and of the repository that it was built from.</summary>
public static class LabPaths
{
    /// <summary>Where a host sees the repository, whatever its path outside.</summary>
    public const string RepositoryOnHost = "/run/repository";

    /// <summary>Gets the root of the repository.</summary>
    public static string Repository { get; } = FindRepository(AppContext.BaseDirectory);

    /// <summary>Gets the folder of scripts that come with the lab.</summary>
    public static string Assets { get; } = Path.Combine(AppContext.BaseDirectory, "assets");

    /// <summary>Gets this program, to be run by <see cref="DotNet"/>.</summary>
    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "lab.dll");

    /// <summary>Gets the .NET host that runs the lab, and on its hosts the daemons.</summary>
    public static string DotNet { get; } = FindDotNet();

    /// <summary>Returns the path of a script that comes with the lab.</summary>
    public static string Asset(string name) => Path.Combine(Assets, name);

    /// <summary>Returns where a host sees a file of the repository.</summary>
    /// <exception cref="ArgumentException">It is not in the repository.</exception>
    public static string OnHost(string path)
    {
        var relative = Path.GetRelativePath(Repository, path);
        return Path.IsPathRooted(relative) || relative.StartsWith("..", StringComparison.Ordinal)
            ? throw new ArgumentException($"'{path}' is not below '{Repository}', hence not on hosts.", nameof(path))
            : Path.Combine(RepositoryOnHost, relative);
    }

    private static string FindRepository(string from)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Microkernel.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No Microkernel.sln in '{from}' or above it.");
    }

    private static string FindDotNet()
    {
        // The shared framework is at ROOT/shared/Microsoft.NETCore.App/VERSION.
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return Path.GetFullPath(Path.Combine(framework, "..", "..", "..", "dotnet"));
    }
}
