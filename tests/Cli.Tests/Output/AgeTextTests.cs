using Microkernel.Cli.Output;

namespace Microkernel.Cli.Tests.Output;

public class AgeTextTests
{
    [Theory]
    [InlineData(-3, "0s")]
    [InlineData(0.9, "0s")]
    [InlineData(119, "119s")]
    [InlineData(120, "2m")]
    [InlineData(150, "2m30s")]
    [InlineData(1800, "30m")]
    [InlineData(3 * 3600, "3h")]
    [InlineData(71 * 3600, "71h")]
    [InlineData(72 * 3600, "3d")]
    public void Of_Age_IsShort(double seconds, string text) =>
        Assert.Equal(text, AgeText.Of(TimeSpan.FromSeconds(seconds)));
}
