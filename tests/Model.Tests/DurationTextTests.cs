namespace Microkernel.Model.Tests;

public class DurationTextTests
{
    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("20s", 20_000)]
    [InlineData("1m30s", 90_000)]
    [InlineData("2h", 7_200_000)]
    [InlineData("1h0m1s", 3_601_000)]
    [InlineData("0.5s", 500)]
    [InlineData("1.5h", 5_400_000)]
    [InlineData("0", 0)]
    [InlineData("0s", 0)]
    [InlineData("-1s", -1000)]
    public void TryParse_DurationWithUnits_IsRead(string text, double milliseconds)
    {
        Assert.True(DurationText.TryParse(text, out var duration));
        Assert.Equal(milliseconds, duration.TotalMilliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("20")]
    [InlineData("s")]
    [InlineData("-")]
    [InlineData("20 s")]
    [InlineData("20S")]
    [InlineData("20sec")]
    [InlineData("1s1m")]
    [InlineData("1s1s")]
    [InlineData("1..5s")]
    [InlineData(".s")]
    [InlineData("1d")]
    [InlineData("--1s")]
    [InlineData("1e3s")]
    [InlineData("99999999999999999999h")]
    [InlineData("999999999999999999999999999999h")]
    public void TryParse_AnythingElse_IsRefused(string text) => Assert.False(DurationText.TryParse(text, out _));

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(500, "500ms")]
    [InlineData(90_000, "1m30s")]
    [InlineData(7_200_000, "2h")]
    [InlineData(0.0001, "100ns")]
    [InlineData(1.5, "1ms500us")]
    [InlineData(-1000, "-1s")]
    public void Format_Duration_TakesTheLargestUnits(double milliseconds, string text) =>
        Assert.Equal(text, DurationText.Format(
            TimeSpan.FromTicks((long)(milliseconds * TimeSpan.TicksPerMillisecond))));
}
