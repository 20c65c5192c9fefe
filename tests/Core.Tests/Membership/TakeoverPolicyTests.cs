using Microkernel.Consensus;
using Microkernel.Core.Fencing;
using Microkernel.Driver.V1;

namespace Microkernel.Core.Tests.Membership;

public sealed class TakeoverPolicyTests
{
    private static readonly TakeoverInput Lost = new(
        new RaftStatus { Id = 1, Voters = [1, 2], MayTakeOver = true },
        PeerState.Silent,
        TimeSpan.FromMinutes(1),
        TimeSpan.FromSeconds(10),
        TimeSpan.FromMilliseconds(500),
        FencingEnabled: true);

    [Fact]
    public void Objection_OtherOfTwoIsLost_IsNone() => Assert.Null(TakeoverPolicy.Objection(Lost));

    [Fact]
    public void Objection_ThreeVoters_TheyNeedNone() => Objects(
        "exactly two voters", Lost with { Status = Lost.Status with { Voters = [1, 2, 3] } });

    [Fact]
    public void Objection_OnlyALearner_IsNoVoter() => Objects(
        "exactly two voters", Lost with { Status = Lost.Status with { Voters = [2], Learners = [1] } });

    [Fact]
    public void Objection_Quorum_NeedsNoTakeover() => Objects(
        "there is a quorum", Lost with { Status = Lost.Status with { HasQuorum = true } });

    [Fact]
    public void Objection_FreshlyBooted_WaitsForAll() => Objects(
        "not met the other", Lost with { Status = Lost.Status with { MayTakeOver = false } });

    [Fact]
    public void Objection_OwnDiskStuck_StaysAway() => Objects(
        "disk does not answer", Lost with { Status = Lost.Status with { IsDiskStalled = true } });

    [Fact]
    public void Objection_FencingOff_HasNoProof() => Objects("switched off", Lost with { FencingEnabled = false });

    [Fact]
    public void Objection_NoHeartbeatDriver_SilenceMeansNothing() => Objects(
        "no heartbeat driver", Lost with { Listening = null });

    [Fact]
    public void Objection_CoreAnswered_IsAlive() => Objects(
        "answered just now", Lost with { SinceAnswer = TimeSpan.FromMilliseconds(100) });

    [Fact]
    public void Objection_LeftInOrder_IsNotShot() => Objects("left in order", Lost with { Peer = PeerState.Left });

    [Fact]
    public void Objection_Heard_IsAlive() => Objects("is heard", Lost with { Peer = PeerState.Heard });

    [Fact]
    public void Objection_DriverJustBeganToListen_IsGivenTime() => Objects(
        "is heard", Lost with { Peer = null, Listening = TimeSpan.FromMilliseconds(600) });

    [Fact]
    public void Objection_NeverHeardSinceTheDriverStarted_IsNone() => Assert.Null(
        TakeoverPolicy.Objection(Lost with { Peer = null, Listening = TimeSpan.FromSeconds(2) }));

    [Theory]
    [InlineData(1UL, 2UL)]
    [InlineData(2UL, null)]
    public void Other_WhileASecondVoterComesBack_OnlyTheOneInBothSetsMay(ulong self, object? other)
    {
        var status = new RaftStatus { Id = self, Voters = [1, 2], OutgoingVoters = [1] };

        Assert.Equal((ulong?)other, TakeoverPolicy.Other(status));
    }

    private static void Objects(string expected, TakeoverInput input) =>
        Assert.Contains(expected, TakeoverPolicy.Objection(input) ?? "nothing", StringComparison.Ordinal);
}
