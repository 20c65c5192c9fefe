namespace Microkernel.Scheduling.Engine;

/// <summary>How much each node deserves to have an instance promoted: agents write it into node attributes.</summary>
internal static class PromotionScores
{
    private const string Prefix = "master-";

    /// <summary>Lets instances like the nodes where they would be promoted.</summary>
    public static void AddToInstances(Resource clone)
    {
        foreach (var instance in clone.Children)
        {
            foreach (var node in clone.Cluster.Nodes)
            {
                if (!instance.Allowed.Has(node.Index))
                {
                    continue;
                }

                var score = Of(instance, node, out _);
                if (score > 0)
                {
                    instance.Allowed[node.Index] = Score.Add(instance.Allowed[node.Index], score);
                }

                if (score > instance.Priority)
                {
                    instance.Priority = score;
                }
            }
        }
    }

    /// <summary>Returns what it is worth to promote an instance on a node.</summary>
    public static int Of(Resource instance, Node node, out bool isDefault)
    {
        isDefault = true;
        if (instance.Children.Count > 0)
        {
            var sum = 0;
            foreach (var child in instance.Children)
            {
                sum = Score.Add(sum, Of(child, node, out var childDefault));
                isDefault &= childDefault;
            }

            return sum;
        }

        if (!Applies(instance, node) || !instance.Allowed.Has(node.Index) || instance.Allowed[node.Index] < 0)
        {
            return 0;
        }

        var text = node.Attribute(Prefix + instance.Id)
            ?? (instance.IsUnique ? null : node.Attribute(Prefix + instance.ConfiguredId)
                ?? OfAnyNumber(instance, node));
        if (text is null)
        {
            return 0;
        }

        isDefault = false;
        return Model.Scores.TryParse(text, out var score) ? score : 0;
    }

    // Old managers wrote the number of the instance that happened to be on the node.
    private static string? OfAnyNumber(Resource instance, Node node)
    {
        if (instance.Top.Children.Count == 0 || !instance.RunningOn.Contains(node))
        {
            return null;
        }

        var prefix = $"{Prefix}{instance.ConfiguredId}:";
        foreach (var (name, value) in node.Attributes)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
            {
                return value;
            }
        }

        return null;
    }

    // A score counts where the instance is active; where none is and somebody looked, it counts for all of them.
    private static bool Applies(Resource instance, Node node)
    {
        if (!instance.IsUnique)
        {
            var (active, known) = ((Resource?)null, false);
            foreach (var sibling in instance.Top.Primitives())
            {
                if (sibling.ConfiguredId == instance.ConfiguredId)
                {
                    active = sibling.RunningOn.Contains(node) ? sibling : active;
                    known |= sibling.Known.Has(node.Index);
                }
            }

            if (active == instance || (active is null && known))
            {
                return true;
            }
        }

        var seenAnywhere = instance.IsActive || !instance.Known.IsEmpty;
        return !seenAnywhere || instance.RunningOn.Contains(node) || instance.Known.Has(node.Index);
    }
}
