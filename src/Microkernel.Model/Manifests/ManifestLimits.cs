namespace Microkernel.Model.Manifests;

/// <summary>
/// Bounds on what is read as a manifest, so that noise ends in a clear error and not in a full memory.
/// </summary>
public static class ManifestLimits
{
    /// <summary>Most characters in one text.</summary>
    public const int LengthMax = 8 * 1024 * 1024;

    /// <summary>Most values nested in each other.</summary>
    public const int DepthMax = 32;

    /// <summary>Most values in one text.</summary>
    public const int NodesMax = 1_000_000;

    /// <summary>Most objects in one text, which is what one apply takes.</summary>
    public const int ObjectsMax = 20_000;

    /// <summary>Problems after which reading ends.</summary>
    public const int ProblemsMax = 50;

    /// <summary>Most characters of a wrong value that a problem repeats.</summary>
    public const int ShownLengthMax = 80;
}
