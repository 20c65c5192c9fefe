namespace Microkernel.Driver;

/// <summary>The environment that programs get.</summary>
public static class ToolEnvironment
{
    /// <summary>Where agents look for their tools.</summary>
    public const string SearchPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>A search path, a home, and messages in English.</summary>
    public static IReadOnlyDictionary<string, string> Minimal { get; } = new Dictionary<string, string>
    {
        ["PATH"] = SearchPath,
        ["HOME"] = "/root",
        ["LANG"] = "C",
        ["LC_ALL"] = "C",
    };

    /// <summary>Copies the minimal environment, to be added to.</summary>
    public static Dictionary<string, string> Create() => new(Minimal, StringComparer.Ordinal);
}
