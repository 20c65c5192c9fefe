namespace Microkernel.Scheduling;

/// <summary>An operator's wish to move something once; it ends when fulfilled and leaves no constraint
/// behind.</summary>
/// <param name="Resource">The resource or group.</param>
/// <param name="To">The node to go to; null: anywhere but <paramref name="AwayFrom"/>.</param>
/// <param name="AwayFrom">The node to leave; looked at only when <paramref name="To"/> is null.</param>
public sealed record MoveWish(string Resource, string? To, string? AwayFrom = null);
