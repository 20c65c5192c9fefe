using Microkernel.Model;
using Microkernel.Scheduling.Tests.Properties;
using Microkernel.Scheduling.Tests.Worlds;

namespace Microkernel.Scheduling.Tests.Differential;

/// <summary>Makes clusters of what Pacemaker and we mean the same by: no loops, no contradictions, stop failures aside.
/// </summary>
internal static class PlainWorldGenerator
{
    public static World Make(Tape tape)
    {
        var world = new World();
        var nodes = 2 + tape.Below(4);
        for (var i = 0; i < nodes; i++)
        {
            world.Nodes[$"n{i}"] = new NodeObservation
            {
                Name = $"n{i}",
                Id = (uint)i + 1,
                Condition = i == 0 ? NodeCondition.Online : tape.Of(
                    NodeCondition.Online, NodeCondition.Online, NodeCondition.Online, NodeCondition.Online,
                    NodeCondition.Unclean, NodeCondition.Offline),
                Standby = i > 0 && tape.OneIn(8),
            };
        }

        // Without a fence device Pacemaker starts nothing; it is placed like any other resource.
        world.Resources["fence"] = new ResourceDefinition { Name = "fence", Stickiness = 100 };
        var resources = 2 + tape.Below(8);
        for (var i = 0; i < resources; i++)
        {
            world.Resources[$"r{i}"] = new ResourceDefinition
            {
                Name = $"r{i}",
                StoppedBecause = tape.OneIn(12) ? "its target role is Stopped" : null,
                Managed = !tape.OneIn(15),
                Stickiness = tape.Of(100, 100, 100, 0, 1000),
                Priority = tape.Of(0, 0, 0, 5),
                MigrationThreshold = tape.Of(0, 0, 2),
            };
        }

        AddGroups(world, tape);
        AddConstraints(world, tape);
        AddObservations(world, tape);
        return world;
    }

    private static void AddGroups(World world, Tape tape)
    {
        var names = world.Resources.Keys.Where(n => n != "fence").ToList();
        for (var i = tape.Below(3); i > 0 && names.Count >= 2; i--)
        {
            var size = Math.Min(2 + tape.Below(2), names.Count);
            var members = names.GetRange(0, size);
            names.RemoveRange(0, size);

            // Members take the group's priority in Pacemaker too.
            foreach (var member in members)
            {
                world.Resources[member] = world.Resources[member] with { Priority = 0 };
            }

            world.Groups[$"g{i}"] = new GroupDefinition($"g{i}", members);
        }
    }

    private static void AddConstraints(World world, Tape tape)
    {
        var grouped = world.Groups.Values.SelectMany(g => g.Members).ToHashSet();
        var things = world.Resources.Keys.Where(r => r != "fence" && !grouped.Contains(r))
            .Concat(world.Groups.Keys).ToList();
        tape.Shuffle(things);
        for (var i = tape.Below(5); i > 0; i--)
        {
            world.Locations[$"l{i}"] = new LocationConstraint($"l{i}", tape.Of([.. things]),
                tape.Of([.. world.Nodes.Keys]), tape.Of(50, 500, -50, Scores.MinusInfinity, Scores.Infinity));
        }

        for (var i = tape.Below(5); i > 0 && things.Count > 1; i--)
        {
            var dependent = 1 + tape.Below(things.Count - 1);
            var (resource, with) = (things[dependent], things[tape.Below(dependent)]);
            if (!world.Colocations.Values.Any(c => c.Resource == resource && c.With == with))
            {
                world.Colocations[$"c{i}"] = new ColocationConstraint($"c{i}", resource, with,
                    tape.Of(Scores.Infinity, Scores.Infinity, Scores.MinusInfinity, 200, -200));
            }
        }

        for (var i = tape.Below(5); i > 0 && things.Count > 1; i--)
        {
            var then = 1 + tape.Below(things.Count - 1);
            world.Orders[$"o{i}"] = new OrderConstraint(
                $"o{i}", things[tape.Below(then)], things[then], !tape.OneIn(4), !tape.OneIn(5));
        }
    }

    private static void AddObservations(World world, Tape tape)
    {
        var up = world.Nodes.Values.Where(n => n.Condition is NodeCondition.Online or NodeCondition.Unclean)
            .Select(n => n.Name).ToArray();
        foreach (var resource in world.Resources.Keys.Where(_ => !tape.OneIn(3)))
        {
            var node = tape.Of(up);
            var fails = resource != "fence" && tape.OneIn(5);
            world.Seen[(node, resource)] = new ResourceObservation
            {
                Resource = resource,
                State = fails ? ObservedState.Failed : ObservedState.Started,
                FailureCount = fails ? 1 + tape.Below(3) : 0,
                LastFailure = fails ? new FailureRecord(FailedOperation.Monitor, world.Now) : null,
            };
        }
    }
}
