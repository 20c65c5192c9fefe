namespace Microkernel.Fuzz;

/// <summary>Something that takes bytes from outside.</summary>
/// <param name="Name">Its name; also that of its folder of seeds.</param>
/// <param name="Run">Takes an input; an exception that escapes is a finding.</param>
/// <param name="Made">Inputs that are made here, besides those in the folder.</param>
public sealed record FuzzTarget(string Name, Action<byte[]> Run, IReadOnlyList<byte[]> Made)
{
    /// <summary>Gets the kept inputs.</summary>
    public IReadOnlyList<byte[]> Seeds
    {
        get
        {
            var folder = Path.Combine(AppContext.BaseDirectory, "Seeds", Name);
            return Directory.Exists(folder)
                ? [.. Made, .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
                    .Select(File.ReadAllBytes)]
                : Made;
        }
    }
}
