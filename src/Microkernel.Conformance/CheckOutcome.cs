namespace Microkernel.Conformance;

/// <summary>How a check ended.</summary>
public enum CheckOutcome
{
    /// <summary>The driver does what the sentence says.</summary>
    Passed,

    /// <summary>It does not.</summary>
    Failed,

    /// <summary>It could not be seen here; the result says what it would take.</summary>
    Skipped,
}
