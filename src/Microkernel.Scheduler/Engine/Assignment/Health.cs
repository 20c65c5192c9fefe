using Microkernel.V1;

namespace Microkernel.Scheduling.Engine;

/// <summary>What the health of nodes is worth to all resources.</summary>
internal static class Health
{
    private const string Prefix = "#health";

    public static void Apply(Cluster cluster)
    {
        var options = cluster.Options;
        if (options.HealthStrategy is NodeHealthStrategy.None or NodeHealthStrategy.Unspecified
            or NodeHealthStrategy.Custom)
        {
            return;
        }

        foreach (var node in cluster.Nodes)
        {
            var score = ScoreOf(options, node);
            if (score == 0)
            {
                continue;
            }

            foreach (var resource in cluster.Resources)
            {
                if (!resource.Settings.AllowUnhealthyNodes)
                {
                    AddTo(resource, node, score, isFirst: true);
                }
            }
        }
    }

    private static void AddTo(Resource resource, Node node, int score, bool isFirst)
    {
        resource.Allowed.Add(node.Index, isFirst ? score : 0);
        for (var i = 0; i < resource.Children.Count; i++)
        {
            AddTo(resource.Children[i], node, score, isFirst && (resource.IsClone || i == 0));
        }
    }

    private static int ScoreOf(ClusterOptions options, Node node)
    {
        var (red, yellow, green) = options.HealthStrategy switch
        {
            NodeHealthStrategy.MigrateOnRed => (Score.MinusInfinity, 0, 0),
            NodeHealthStrategy.OnlyGreen => (Score.MinusInfinity, Score.MinusInfinity, 0),
            _ => (options.HealthRed, options.HealthYellow, options.HealthGreen),
        };
        var sum = options.HealthStrategy == NodeHealthStrategy.Progressive ? options.HealthBase : 0;
        foreach (var (name, value) in node.Attributes)
        {
            if (name.StartsWith(Prefix, StringComparison.Ordinal))
            {
                sum = Score.Add(sum, value.ToUpperInvariant() switch
                {
                    "RED" => red,
                    "YELLOW" => yellow,
                    "GREEN" => green,
                    _ => Model.Scores.TryParse(value, out var number) ? number : 0,
                });
            }
        }

        return sum;
    }
}
