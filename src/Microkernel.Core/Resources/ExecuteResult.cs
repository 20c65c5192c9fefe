namespace Microkernel.Core.Resources;

/// <summary>How an operation ended.</summary>
/// <param name="Succeeded">Whether it ended well.</param>
/// <param name="Reason">For people, where it did not.</param>
/// <param name="Duration">How long the agent took.</param>
internal readonly record struct ExecuteResult(bool Succeeded, string Reason, TimeSpan Duration);
