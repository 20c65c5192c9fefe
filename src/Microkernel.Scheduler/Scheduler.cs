using Microkernel.Scheduling.Internal;

namespace Microkernel.Scheduling;

/// <summary>
/// Decides what runs where. Pure and deterministic: the same input gives the same plan, whatever order its lists have.
/// Words and scores mean what they mean in Pacemaker.
/// </summary>
public static class Scheduler
{
    /// <summary>Plans the next transition.</summary>
    /// <exception cref="ArgumentException">More than 64 nodes, or a node or an observation that is there twice.
    /// </exception>
    public static Plan Plan(SchedulerInput input) => new Planner(input, traced: null).Plan();

    /// <summary>Tells why a resource is where the plan puts it.</summary>
    /// <param name="input">What the plan depends on.</param>
    /// <param name="resource">A declared resource; for a group name its first member.</param>
    /// <exception cref="ArgumentException">No such resource, or the input is not valid.</exception>
    public static Explanation Explain(SchedulerInput input, string resource) =>
        new Planner(input, resource).Explain();
}
