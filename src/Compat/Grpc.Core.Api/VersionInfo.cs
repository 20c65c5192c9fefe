namespace Grpc.Core;

/// <summary>Versions of this API.</summary>
public static class VersionInfo
{
    /// <summary>The version of the assembly, the same for all 2.x releases.</summary>
    public const string CurrentAssemblyVersion = "2.0.0.0";

    /// <summary>The version of the assembly's file.</summary>
    public const string CurrentAssemblyFileVersion = "2.85.0.0";

    /// <summary>The version of the package.</summary>
    public const string CurrentVersion = "2.85.0";
}
