namespace Microkernel.Linearizability.Tests;

public sealed class RevisionOrderTests
{
    [Theory]
    [InlineData("1 put a 1 ok 0-1\n1 get b absent 2-3\n1 put b 2 ok 4-5", "2 2 3", true)]
    [InlineData("1 put a 1 ok 0-1\n1 get b absent 2-3", "2 1", false)]
    [InlineData("1 put a 1 ok 0-1\n1 put b 2 ok 2-3", "3 2", false)]
    [InlineData("1 put a 1 ok 0-9\n2 put b 2 ok 0-9", "2 2", false)]
    [InlineData("1 put a 1 ok 0-9\n2 put b 2 ok 0-9", "3 2", true)]
    public void Revisions_ComparedWithTime_AreJudged(string history, string revisions, bool isGood)
    {
        var operations = Histories.Parse(history)
            .Zip(revisions.Split(' ').Select(long.Parse), (operation, rev) => operation with { Revision = rev });
        Assert.Equal(isGood, RevisionOrder.FindViolation(operations) is null);
    }
}
