using Microkernel.Core.Drivers.Swapping;

namespace Microkernel.Core.Tests.Drivers;

public sealed class SemanticVersionTests
{
    [Theory]
    [InlineData("1.0.1", "1.0.0", true)]
    [InlineData("1.10.0", "1.9.9", true)]
    [InlineData("2.0.0", "2.0.0-rc.1", true)]
    [InlineData("2.0.0-rc.2", "2.0.0-rc.1", true)]
    [InlineData("2.0.0-rc.10", "2.0.0-rc.9", true)]
    [InlineData("2.0.0-beta", "2.0.0-2", true)]
    [InlineData("1.0.0+build2", "1.0.0+build1", false)]
    [InlineData("1.0.0", "1.0.0", false)]
    [InlineData("1.0.0", "1.0.1", false)]
    [InlineData("latest", "1.0.0", false)]
    [InlineData("1.0", "0.9.0", false)]
    public void IsNewer_TwoVersions_GoesByPrecedence(string candidate, string current, bool expected) =>
        Assert.Equal(expected, SemanticVersion.IsNewer(candidate, current));
}
