namespace Microkernel.Import;

/// <summary>What became of a piece of the source.</summary>
public enum ImportSeverity
{
    /// <summary>It means the same in the manifests.</summary>
    Mapped = 0,

    /// <summary>It is in the manifests and means something else, or works in another way.</summary>
    ChangedMeaning = 1,

    /// <summary>It is not in the manifests.</summary>
    NoCounterpart = 2,

    /// <summary>It is wrong in the source; the manifests cannot be used as they are.</summary>
    Error = 3,
}
