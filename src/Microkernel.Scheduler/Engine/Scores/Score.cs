using Microkernel.Model;

namespace Microkernel.Scheduling.Engine;

/// <summary>Sums of scores: -INFINITY wins over everything, INFINITY over the rest.</summary>
internal static class Score
{
    public const int Infinity = Scores.Infinity;
    public const int MinusInfinity = Scores.MinusInfinity;

    public static int Add(int a, int b)
    {
        if (a <= MinusInfinity || b <= MinusInfinity)
        {
            return MinusInfinity;
        }

        if (a >= Infinity || b >= Infinity)
        {
            return Infinity;
        }

        return Math.Clamp(a + b, MinusInfinity, Infinity);
    }
}
