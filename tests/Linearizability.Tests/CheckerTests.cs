namespace Microkernel.Linearizability.Tests;

public sealed class CheckerTests
{
    public static TheoryData<string, string> Good => new()
    {
        { "nothing", "" },
        { "one after the other", "1 put a 1 ok 0-1\n1 get a 1 2-3\n1 delete a deleted 4-5\n1 get a absent 6-7" },
        { "reads during a write see either", "1 put a 1 ok 0-1\n1 put a 2 ok 2-9\n2 get a 1 3-4\n3 get a 2 5-6" },
        { "writes at once in either order", "1 put a 1 ok 0-9\n2 put a 2 ok 0-9\n3 get a 1 10-11" },
        { "an unknown write that came later", "1 put a 1 ok 0-1\n2 put a 2 unknown 2-3\n1 get a 1 4-5\n1 get a 2 6-7" },
        { "an unknown write that never came", "1 put a 1 ok 0-1\n2 put a 2 unknown 2-3\n1 get a 1 4-5" },
        { "an unknown cas that explains another", """
            1 put a 1 ok 0-1
            2 cas a 1 2 unknown 2-3
            1 cas a 1 3 refused 4-5
            1 get a 2 6-7
            """ },
        { "unknown writes chained", """
            1 put a 1 unknown 0-1
            2 cas a 1 2 unknown 0-1
            3 cas a 2 3 swapped 2-9
            4 get a 3 10-11
            """ },
        { "the same value again", """
            1 put a 1 ok 0-1
            2 put a 1 ok 2-20
            3 put a 2 ok 3-4
            3 get a 2 5-6
            3 get a 1 7-8
            """ },
        { "a failed write that nobody saw", "1 put a 1 ok 0-1\n2 put a 2 fail 2-3\n1 get a 1 4-5" },
        { "keys apart", "1 put a 1 ok 0-1\n2 put b 2 ok 0-1\n1 get b 2 2-3\n2 get a 1 2-3" },
    };

    public static TheoryData<string, string> Bad => new()
    {
        { "stale read", "1 put a 1 ok 0-1\n1 put a 2 ok 2-3\n2 get a 1 4-5" },
        { "reads that go back", "1 put a 1 ok 0-1\n1 put a 2 ok 2-9\n2 get a 2 3-4\n3 get a 1 5-6" },
        { "lost write", "1 put a 1 ok 0-1\n2 get a absent 2-3" },
        { "lost delete", "1 put a 1 ok 0-1\n1 delete a deleted 2-3\n2 get a 1 4-5" },
        { "cas done twice", "1 put a 1 ok 0-1\n1 cas a 1 2 swapped 2-9\n2 cas a 1 3 swapped 2-9" },
        { "cas that did nothing", "1 put a 1 ok 0-1\n1 cas a 1 2 swapped 2-3\n2 get a 1 4-5" },
        { "cas refused without reason", "1 put a 1 ok 0-1\n1 cas a 1 2 refused 2-3" },
        { "cas of a key that is not there", "1 cas a 1 2 swapped 0-1" },
        { "value from nowhere", "1 put a 1 ok 0-1\n2 get a 7 2-3" },
        { "value before its call", "2 get a 1 0-1\n1 put a 1 ok 2-3" },
        { "failure that took effect", "1 put a 1 ok 0-1\n2 put a 2 fail 2-3\n1 get a 2 4-5" },
        { "failed delete that took effect", "1 put a 1 ok 0-1\n2 delete a fail 2-3\n1 get a absent 4-5" },
        { "unknown write that took effect twice", """
            1 put a 1 unknown 0-1
            2 get a 1 2-3
            2 put a 2 ok 4-5
            2 get a 2 6-7
            2 get a 1 8-9
            """ },
        { "deleted twice", "1 put a 1 ok 0-1\n1 delete a deleted 2-9\n2 delete a deleted 2-9" },
        { "two reads that disagree on the order", """
            1 put a 1 ok 0-9
            2 put a 2 ok 0-9
            3 get a 1 10-11
            4 get a 2 12-13
            """ },
    };

    [Theory]
    [MemberData(nameof(Good))]
    public void History_Linearizable_IsAccepted(string why, string history) =>
        Assert.True(LinearizabilityChecker.FindViolation(Histories.Parse(history)) is null, why);

    [Theory]
    [MemberData(nameof(Bad))]
    public void History_NotLinearizable_IsCaught(string why, string history)
    {
        var violation = LinearizabilityChecker.FindViolation(Histories.Parse(history));
        Assert.True(violation?.StartsWith("not linearizable: client ", StringComparison.Ordinal), why);
    }
}
