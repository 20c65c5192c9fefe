namespace Microkernel.Core.Configuration;

/// <summary>What one version of the core may ask of the program of another.</summary>
internal static class CoreProgram
{
    /// <summary>First word that it prints when it is asked whether it takes these settings; its version
    /// follows.</summary>
    public const string Name = "microkerneld";

    /// <summary>Flag by which it is asked.</summary>
    public const string CheckOption = "check";
}
