using Microkernel.Model;
using Microkernel.Scheduling.Tests.Worlds;
using Microkernel.V1;

namespace Microkernel.Scheduling.Tests.Properties;

/// <summary>Makes clusters of all sorts, most of them in some trouble.</summary>
internal static class WorldGenerator
{
    public static World Make(Tape tape)
    {
        var world = new World
        {
            Quorate = !tape.OneIn(8),
            Fencing = !tape.OneIn(5),
            Maintenance = tape.OneIn(15),
            NoQuorumPolicy = tape.Of(NoQuorumPolicy.Stop, NoQuorumPolicy.Freeze),
        };
        var nodes = 1 + tape.Below(4);
        for (var i = 0; i < nodes; i++)
        {
            AddNode(world, tape, $"n{i}");
        }

        var resources = 1 + tape.Below(7);
        for (var i = 0; i < resources; i++)
        {
            AddResource(world, tape, $"r{i}");
        }

        AddGroups(world, tape);
        AddConstraints(world, tape);
        AddObservations(world, tape);
        return world;
    }

    private static void AddNode(World world, Tape tape, string name)
    {
        world.Nodes[name] = new NodeObservation
        {
            Name = name,
            Condition = tape.Of(
                NodeCondition.Online, NodeCondition.Online, NodeCondition.Online, NodeCondition.Online,
                NodeCondition.Unclean, NodeCondition.Offline, NodeCondition.Joining, NodeCondition.Unknown),
            Standby = tape.OneIn(8),
            Maintenance = tape.OneIn(12),
            Witness = tape.OneIn(12),
        };
        if (tape.OneIn(6))
        {
            world.UnprobedNodes.Add(name);
        }
    }

    private static void AddResource(World world, Tape tape, string name) =>
        world.Resources[name] = new ResourceDefinition
        {
            Name = name,
            Digest = tape.Of("d1", "d1", "d1", "d2"),
            StoppedBecause = tape.OneIn(10) ? "its target role is Stopped" : null,
            Managed = !tape.OneIn(12) && !world.Maintenance,
            Stickiness = tape.Of(100, 100, 1, Scores.Infinity),
            Priority = tape.Of(0, 0, 10),
            MigrationThreshold = tape.Of(0, 1, 3),
            OnMonitorFailure = tape.Of(
                OnFail.Restart, OnFail.Restart, OnFail.Block, OnFail.Fence, OnFail.Stop, OnFail.Standby, OnFail.Ignore),
            OnStopFailure = world.Fencing ? tape.Of(OnFail.Fence, OnFail.Block) : OnFail.Block,
        };

    private static void AddGroups(World world, Tape tape)
    {
        var names = world.Resources.Keys.ToList();
        for (var i = 0; names.Count >= 2 && i < tape.Below(3); i++)
        {
            var size = Math.Min(2 + tape.Below(2), names.Count);
            var members = names.GetRange(0, size);
            names.RemoveRange(0, size);
            world.Groups[$"g{i}"] = new GroupDefinition($"g{i}", members);
        }
    }

    private static void AddConstraints(World world, Tape tape)
    {
        string[] things = [.. world.Resources.Keys, .. world.Groups.Keys];
        string[] nodes = [.. world.Nodes.Keys];
        for (var i = tape.Below(4); i > 0; i--)
        {
            world.Locations[$"l{i}"] = new LocationConstraint(
                $"l{i}", tape.Of(things), tape.Of(nodes), tape.Of(100, 500, Scores.MinusInfinity, Scores.Infinity));
        }

        for (var i = tape.Below(4); i > 0; i--)
        {
            // Two rules for one pair contradict each other or are one too many.
            var pair = new[] { tape.Of(things), tape.Of(things) };
            if (!world.Colocations.Values.Any(c => pair.Contains(c.Resource) && pair.Contains(c.With)))
            {
                world.Colocations[$"c{i}"] = new ColocationConstraint($"c{i}", pair[0], pair[1],
                    tape.Of(Scores.Infinity, Scores.Infinity, Scores.MinusInfinity, 200, -200));
            }
        }

        for (var i = tape.Below(4); i > 0; i--)
        {
            world.Orders[$"o{i}"] = new OrderConstraint(
                $"o{i}", tape.Of(things), tape.Of(things), !tape.OneIn(4), !tape.OneIn(4));
        }
    }

    private static void AddObservations(World world, Tape tape)
    {
        foreach (var resource in world.Resources.Keys.Append("orphan"))
        {
            // Usually active once, sometimes nowhere or twice.
            for (var copies = tape.Of(1, 1, 1, 0, 2); copies > 0; copies--)
            {
                var node = tape.Of([.. world.Nodes.Keys]);
                world.Seen[(node, resource)] = Observation(world, tape, resource);
            }
        }

        if (tape.OneIn(5))
        {
            world.Moves.Add(new MoveWish(
                tape.Of([.. world.Resources.Keys, .. world.Groups.Keys]),
                tape.OneIn(3) ? null : tape.Of([.. world.Nodes.Keys]),
                tape.Of([.. world.Nodes.Keys])));
        }
    }

    private static ResourceObservation Observation(World world, Tape tape, string resource)
    {
        var state = tape.Of(
            ObservedState.Started, ObservedState.Started, ObservedState.Started, ObservedState.Failed,
            ObservedState.Stopped, ObservedState.StopFailed, ObservedState.Unknown);
        var failed = state is not (ObservedState.Started or ObservedState.Unknown) || tape.OneIn(6);
        return new ResourceObservation
        {
            Resource = resource,
            State = state,
            Digest = "d1",
            Pending = tape.OneIn(6) ? state switch
            {
                ObservedState.Started or ObservedState.Failed => PendingOperation.Stop,
                ObservedState.Stopped => PendingOperation.Start,
                ObservedState.Unknown => PendingOperation.Probe,
                _ => PendingOperation.None,
            } : PendingOperation.None,
            FailureCount = failed ? 1 + tape.Below(3) : 0,
            LastFailure = !failed ? null : new FailureRecord(
                tape.Of(FailedOperation.Monitor, FailedOperation.Start, FailedOperation.Stop),
                world.Now - TimeSpan.FromSeconds(tape.Of(1, 20, 100)),
                tape.Of(FailureScope.Passing, FailureScope.Passing, FailureScope.Node, FailureScope.Cluster)),
        };
    }
}
