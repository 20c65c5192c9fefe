using Microkernel.Core.SelfFencing;
using Microkernel.Core.State;
using Microkernel.Core.Tests.State;
using Microkernel.Node.V1;
using Microsoft.Extensions.Logging.Abstractions;

namespace Microkernel.Core.Tests.SelfFencing;

public class GrantKeeperTests
{
    [Fact]
    public async Task Grant_OnlineNode_IsGiven()
    {
        await using var state = await TestState.StartAsync();
        await state.SetMemberAsync(MemberState.Online);
        using var grants = Keeper(state);

        await grants.StartAsync(TestContext.Current.CancellationToken);

        await TestState.EventuallyAsync(() => grants.SinceGrant is not null, "a grant");
        Assert.True(grants.MayStart);
    }

    [Theory]
    [InlineData(MemberState.Unclean, "a1")]
    [InlineData(MemberState.Offline, "a1")]
    [InlineData(MemberState.Online, "a0")]
    public async Task Grant_NodeThatIsNotOnlineInThisLife_IsNeverGiven(MemberState member, string incarnation)
    {
        await using var state = await TestState.StartAsync();
        await state.SetMemberAsync(member, incarnation);
        using var grants = Keeper(state);

        await grants.StartAsync(TestContext.Current.CancellationToken);
        // Its second round comes after the first was refused.
        await grants.StopAsync(TestContext.Current.CancellationToken);

        Assert.Null(grants.SinceGrant);
        Assert.False(grants.MayStart);
    }

    [Fact]
    public async Task Grant_LeaderChangedItsMindMeanwhile_ChangesNothing()
    {
        await using var state = await TestState.StartAsync();
        await state.SetMemberAsync(MemberState.Online);
        var seen = state.Tracker.Current.MemberRevisions["a"];
        await state.SetMemberAsync(MemberState.Unclean);

        var granted = await state.Writer.TryAsync(
            [StateWriter.AtRevision(StateKeys.Member("a"), seen)],
            [StateWriter.Put(StateKeys.Grant("a"), new GrantRecord())], TestContext.Current.CancellationToken);

        Assert.Null(granted);
    }

    private static GrantKeeper Keeper(TestState state) => new(
        state.Options, state.Tracker, state.Writer, state.Self, TimeProvider.System, NullLogger<GrantKeeper>.Instance);
}
