using Microkernel.Drivers.Heartbeat.Detection;

namespace Microkernel.Drivers.Heartbeat.Tests.Detection;

public sealed class SequenceWindowTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Accept_AnyOrder_TakesEachNumberOnceAtMost(int seed)
    {
        var random = new Random(seed);
        var window = new SequenceWindow();
        var taken = new HashSet<ulong>();
        var highest = 0UL;
        for (var i = 0; i < 20_000; i++)
        {
            var sequence = (ulong)Math.Max(0, (long)highest + random.Next(-200, 30));
            var accepted = window.Accept(sequence);
            if (accepted)
                Assert.True(taken.Add(sequence), $"{sequence} was taken twice.");
            else
                Assert.True(sequence == 0 || taken.Contains(sequence) || sequence + SequenceWindow.Width <= highest
                    || sequence < taken.Min(), $"{sequence} was refused for no reason.");
            highest = Math.Max(highest, accepted ? sequence : 0);
        }
    }

    [Fact]
    public void Accept_OlderThanTheFirst_IsRefused()
    {
        var window = new SequenceWindow();
        Assert.True(window.Accept(50));

        Assert.False(window.Accept(49));
        Assert.True(window.Accept(ulong.MaxValue));
        Assert.False(window.Accept(51));
    }

    [Theory]
    [InlineData(new ulong[] { }, 0, 0)]
    [InlineData(new ulong[] { 1, 2, 3, 4 }, 0, 0)]
    [InlineData(new ulong[] { 1, 4 }, 0, 0.5)]
    [InlineData(new ulong[] { 1, 2 }, 2, 0.5)]
    [InlineData(new ulong[] { 1, 2 }, -1, 0)]
    [InlineData(new ulong[] { 1, 2 }, 1_000_000, 1)]
    public void LossRatio_OfNumbers_IsShareMissing(ulong[] heard, long overdue, double expected)
    {
        var window = new SequenceWindow();
        foreach (var sequence in heard)
            Assert.True(window.Accept(sequence));

        Assert.Equal(expected, window.LossRatio(overdue));
    }
}
