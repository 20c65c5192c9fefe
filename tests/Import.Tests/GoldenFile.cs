using System.Runtime.CompilerServices;

namespace Microkernel.Import.Tests;

/// <summary>
/// Texts that were read by a person and kept. With MICROKERNEL_UPDATE_GOLDEN=1 in the environment a test writes what it
/// sees; read the difference before you commit it.
/// </summary>
internal static class GoldenFile
{
    private static readonly bool Update = Environment.GetEnvironmentVariable("MICROKERNEL_UPDATE_GOLDEN") == "1";

    public static string CasesFolder([CallerFilePath] string here = "") =>
        Update ? Path.Combine(Path.GetDirectoryName(here)!, "Cases") : Path.Combine(AppContext.BaseDirectory, "Cases");

    public static void Verify(string path, string text)
    {
        if (Update)
        {
            File.WriteAllText(path, text);
            return;
        }

        Assert.True(File.Exists(path), $"{path} is missing; it should be\n{text}");
        Assert.Equal(File.ReadAllText(path), text);
    }
}
