using System.Runtime.CompilerServices;

namespace Microkernel.Cli.Tests;

/// <summary>
/// Compares what is shown with what was looked at and found good. With GOLDEN_UPDATE=1 the files are written anew; the
/// change then shows in the diff.
/// </summary>
internal static class Golden
{
    /// <summary>Fails when the text is not that of the file.</summary>
    public static void Matches(string file, string actual, [CallerFilePath] string caller = "")
    {
        if (Environment.GetEnvironmentVariable("GOLDEN_UPDATE") == "1")
        {
            var root = Path.GetDirectoryName(caller)!;
            while (!File.Exists(Path.Combine(root, "Cli.Tests.csproj")))
            {
                root = Path.GetDirectoryName(root)!;
            }

            File.WriteAllText(Path.Combine(root, file), actual);
            return;
        }

        Assert.Equal(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, file)), actual);
    }
}
