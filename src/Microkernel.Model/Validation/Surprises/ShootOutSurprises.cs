using Microkernel.V1;
using static Microkernel.V1.Object;

namespace Microkernel.Model.Validation.Surprises;

/// <summary>Two nodes that would shoot each other when they lose sight of each other.</summary>
internal static class ShootOutSurprises
{
    private static readonly string[] DelayParameters = ["delay", "pcmk_delay_base", "pcmk_delay_max"];

    public static IEnumerable<string> Find(ObjectSet set)
    {
        var nodes = set.Of(SpecOneofCase.Node).ToList();
        if (nodes.Count != 2 || nodes.Any(n => n.Node.EffectiveRole() == NodeRole.Witness))
        {
            yield break;
        }

        var delays = nodes.Select(n => DelayOf(set, n.Name())).ToList();
        if (delays.All(d => d is not null) && delays[0] == delays[1])
        {
            yield return $"{nodes[0].Title()} and {nodes[1].Title()}: two nodes without a witness, and fencing of both"
                + " is delayed equally: after a cut of the networks they may shoot each other; give the device of one a"
                + " delay";
        }
    }

    // Null when the node cannot be fenced.
    private static string? DelayOf(ObjectSet set, string node)
    {
        var level = set.Of(SpecOneofCase.FencingLevel)
            .Where(l => l.FencingLevel.Node == node).MinBy(l => l.FencingLevel.Level);
        if (level is null)
        {
            return null;
        }

        var delays = level.FencingLevel.Devices.Select(step => DelayOf(set, step));
        return string.Join(',', delays.Where(d => d.Length > 0));
    }

    private static string DelayOf(ObjectSet set, FencingStep step)
    {
        var device = set.Find(SpecOneofCase.FenceDevice, step.Device)?.FenceDevice;
        var named = DelayParameters
            .Select(p => step.Parameters.TryGetValue(p, out var own) ? own : device?.Parameters.GetValueOrDefault(p))
            .FirstOrDefault(v => !string.IsNullOrEmpty(v) && v != "0");
        return named ?? (device?.Delay.ToTimeSpanOrNull() is { Ticks: > 0 } span ? DurationText.Format(span)
            : string.Empty);
    }
}
