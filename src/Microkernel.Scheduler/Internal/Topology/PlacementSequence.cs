namespace Microkernel.Scheduling.Internal;

/// <summary>A step of placing: a resource hears where another one is that it follows, or chooses its node.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="Follows">The colocation that it hears of; null: it chooses.</param>
internal readonly record struct PlacementStep(int Resource, ColocationEdge? Follows);

/// <summary>
/// Finds the order in which resources choose their nodes: by position, but what a resource follows chooses before it,
/// and with one member the whole group, in its order. In a loop of colocations the one that was reached first chooses
/// last. What a resource has heard already counts when the next one that it follows asks for its wishes.
/// </summary>
internal static class PlacementSequence
{
    private enum Mark : byte
    {
        Unseen,
        Waiting,
        Placed,
    }

    public static PlacementStep[] Of(ColocationEdge[][] following, List<GroupSpan?> groupOf)
    {
        var sequence = new List<PlacementStep>(following.Length);
        var marks = new Mark[following.Length];
        var groupsEntered = new HashSet<int>();
        var stack = new Stack<(int Resource, int Next)>();
        for (var root = 0; root < following.Length; root++)
        {
            Enter(root);
            while (stack.TryPop(out var frame))
            {
                Step(frame.Resource, frame.Next);
            }
        }

        return [.. sequence];

        void Step(int resource, int next)
        {
            if (marks[resource] == Mark.Placed)
            {
                return;
            }

            marks[resource] = Mark.Waiting;
            if (next > 0)
            {
                sequence.Add(new PlacementStep(resource, following[resource][next - 1]));
            }

            if (next == following[resource].Length)
            {
                marks[resource] = Mark.Placed;
                sequence.Add(new PlacementStep(resource, null));
                return;
            }

            stack.Push((resource, next + 1));
            Enter(following[resource][next].Primary);
        }

        void Enter(int resource)
        {
            if (marks[resource] != Mark.Unseen)
            {
                return;
            }

            // The group is being placed already, and comes to this member in its turn.
            if (groupOf[resource] is { } entered && groupsEntered.Contains(entered.First)
                && resource > entered.First && marks[resource - 1] != Mark.Placed)
            {
                return;
            }

            if (groupOf[resource] is { } group && groupsEntered.Add(group.First))
            {
                // The stack gives them back in the group's order.
                for (var member = group.First + group.Count - 1; member >= group.First; member--)
                {
                    if (marks[member] == Mark.Unseen)
                    {
                        stack.Push((member, 0));
                    }
                }

                return;
            }

            marks[resource] = Mark.Waiting;
            stack.Push((resource, 0));
        }
    }
}
