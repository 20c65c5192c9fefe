namespace Microkernel.Scheduling.Tests.Properties;

/// <summary>Choices that FsCheck makes and shrinks: a shorter tape of smaller numbers gives a simpler
/// cluster.</summary>
internal sealed class Tape(int[] choices)
{
    private int _next;

    /// <summary>Chooses from 0 to <paramref name="count"/> - 1; 0 when the tape is at its end.</summary>
    public int Below(int count) => _next < choices.Length ? (int)((uint)choices[_next++] % (uint)count) : 0;

    public bool OneIn(int count) => Below(count) == count - 1;

    public T Of<T>(params T[] values) => values[Below(values.Length)];

    public void Shuffle<T>(IList<T> list)
    {
        for (var i = list.Count - 1; i > 0; i--)
        {
            var j = i - Below(i + 1);
            (list[i], list[j]) = (list[j], list[i]);
        }
    }
}
