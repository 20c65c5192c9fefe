using Microkernel.Core.SelfFencing;

namespace Microkernel.Core.Tests.SelfFencing;

public class SelfFencePolicyTests
{
    private static readonly TimeSpan Grant = TimeSpan.FromSeconds(10);

    [Fact]
    public void WhyNot_GrantedLately_Feeds() =>
        Assert.Null(SelfFencePolicy.WhyNot(["vm1"], TimeSpan.FromSeconds(9.9), Grant));

    [Fact]
    public void WhyNot_NothingCanRun_FeedsWithoutAnyGrant()
    {
        Assert.Null(SelfFencePolicy.WhyNot([], null, Grant));
        Assert.Null(SelfFencePolicy.WhyNot([], TimeSpan.FromHours(1), Grant));
    }

    [Fact]
    public void WhyNot_GrantIsOverAndSomethingMayRun_SaysSince()
    {
        var reason = SelfFencePolicy.WhyNot(["vm1", "vm2"], TimeSpan.FromSeconds(10), Grant);

        Assert.Equal("the cluster has not granted for 10.0 s that this node goes on, and it may still run vm1, vm2", reason);
    }

    [Fact]
    public void WhyNot_NeverGrantedAndSomethingMayRun_SaysSo() =>
        Assert.Contains("never granted", SelfFencePolicy.WhyNot(["vm1"], null, Grant), StringComparison.Ordinal);
}
