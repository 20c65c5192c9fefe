using Microkernel.Core.Membership;
using Microkernel.Core.State;
using Microkernel.Scheduling;
using Microkernel.V1;

namespace Microkernel.Core.Transitions;

/// <summary>Tells what the scheduler would do now.</summary>
internal sealed class PlanReader(ClusterTracker tracker, IQuorum quorum, TransitionBoard board, TimeProvider time)
{
    public GetPlanResponse Read()
    {
        var plan = Scheduler.Plan(
            new SchedulerInputs().Build(tracker.Current, quorum.HasQuorum, board.UnderWayKeys, time.GetUtcNow()));
        var response = new GetPlanResponse();
        foreach (var action in plan.Actions)
            response.Actions.Add(new Microkernel.V1.PlannedAction
            {
                Id = (uint)action.Id,
                Operation = action.Kind.ToString().ToLowerInvariant(),
                Resource = action.Resource,
                Node = action.Node,
                After = { action.After.Select(id => (uint)id) },
                Reason = action.Reason,
            });
        foreach (var placement in plan.Placements)
            response.Placements.Add(new PlannedPlacement
            {
                Resource = placement.Resource,
                Node = placement.Node ?? "",
                Reason = placement.Reason,
            });
        return response;
    }
}
