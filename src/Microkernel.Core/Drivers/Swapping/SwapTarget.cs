namespace Microkernel.Core.Drivers.Swapping;

/// <summary>What to swap to: an instance that is attached already, or a program to start.</summary>
/// <param name="Instance">Name of the attached instance; null to start a program.</param>
/// <param name="Program">The program; null where the instance is attached.</param>
internal sealed record SwapTarget(string? Instance, Supervision.DriverProgram? Program);
