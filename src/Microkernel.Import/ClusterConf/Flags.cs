namespace Microkernel.Import.ClusterConf;

/// <summary>How rgmanager and its agents write truth.</summary>
internal static class Flags
{
    /// <summary>Tells whether a value means yes.</summary>
    public static bool IsYes(string? value) =>
        value?.Trim().ToUpperInvariant() is "1" or "YES" or "Y" or "ON" or "TRUE" or "T" or "ENABLE" or "ENABLED";
}
