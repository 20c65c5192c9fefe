using FsCheck;
using FsCheck.Fluent;
using Microkernel.Scheduling.Tests.Worlds;

namespace Microkernel.Scheduling.Tests.Properties;

public class PlanProperties
{
    // Clusters tried by each property; a nightly run tries more.
    private static readonly int Clusters =
        int.TryParse(Environment.GetEnvironmentVariable("PROPERTY_CASES"), out var cases) ? cases : 2000;

    [Fact]
    public void Plan_CarriedOutInAnyOrderItAllows_KeepsEveryRuleAtEachStep() => Check(tape =>
    {
        var world = WorldGenerator.Make(tape);
        var plan = Scheduler.Plan(world.Input());
        var cluster = world.ToString();
        var broken = new Watch(world, plan).Play(tape);
        return broken is null ? null : $"{broken}\n{cluster}{PlanText.Of(plan)}";
    });

    [Fact]
    public void Plan_AfterThePlanIsCarriedOut_IsEmpty() => Check(tape =>
    {
        var world = WorldGenerator.Make(tape);
        var story = world.ToString();
        for (var round = 0; ; round++)
        {
            var plan = Scheduler.Plan(world.Input());
            story += $"plan {round + 1}:\n{PlanText.Of(plan)}";
            if (plan.Actions.Count == 0)
            {
                return null;
            }

            // A wish that is fulfilled ends, and what else was drawn along may go back.
            if (round > (world.Moves.Count > 0 || plan.FulfilledMoves.Count > 0 ? 1 : 0))
            {
                return story;
            }

            foreach (var action in plan.Actions)
            {
                world.Apply(action);
            }

            world.Moves.RemoveAll(plan.FulfilledMoves.Contains);
        }
    });

    [Fact]
    public void Plan_InputInAnotherOrder_IsTheSame() => Check(tape =>
    {
        var input = WorldGenerator.Make(tape).Input();
        var plan = PlanText.Of(Scheduler.Plan(input));
        var other = PlanText.Of(Scheduler.Plan(Shuffle(input, tape)));
        return plan == other ? null : $"first:\n{plan}shuffled:\n{other}";
    });

    [Fact]
    public void Explain_AnyResource_TellsThePlacementOfThePlan() => Check(tape =>
    {
        var world = WorldGenerator.Make(tape);
        var input = world.Input();
        var placement = tape.Of([.. Scheduler.Plan(input).Placements]);
        var explained = Scheduler.Explain(input, placement.Resource);
        return explained.Placement == placement && explained.Nodes.Count == world.Nodes.Count ? null
            : $"{placement}, explained as {explained.Placement}";
    });

    private static SchedulerInput Shuffle(SchedulerInput input, Tape tape)
    {
        var configuration = input.Configuration;
        return input with
        {
            Nodes = Mixed(input.Nodes.Select(n => n with { Resources = Mixed(n.Resources) })),
            Moves = Mixed(input.Moves),
            Configuration = new ClusterConfiguration
            {
                FencingEnabled = configuration.FencingEnabled,
                Maintenance = configuration.Maintenance,
                NoQuorumPolicy = configuration.NoQuorumPolicy,
                Resources = Mixed(configuration.Resources),
                Groups = Mixed(configuration.Groups),
                Locations = Mixed(configuration.Locations),
                Colocations = Mixed(configuration.Colocations),
                Orders = Mixed(configuration.Orders),
            },
        };

        List<T> Mixed<T>(IEnumerable<T> items)
        {
            var list = items.ToList();
            tape.Shuffle(list);
            return list;
        }
    }

    private static void Check(Func<Tape, string?> broken)
    {
        var tapes = ArbMap.Default.ArbFor<int[]>();
        var deep = tapes.Generator.Resize(400).Select(t => t.Select(c => c & int.MaxValue).ToArray());
        var property = Prop.ForAll(Arb.From(deep, tapes.Shrinker), choices =>
        {
            var rule = broken(new Tape(choices));
            return (rule is null).Label(rule ?? "");
        });
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(Clusters).WithEndSize(200), property);
    }
}
