using Microkernel.Store.Upkeep;

namespace Microkernel.Store.Tests.Upkeep;

public sealed class CompactionScheduleTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void Next_ByAge_KeepsWhatIsYounger()
    {
        var schedule = new CompactionSchedule(new StoreOptions { HistoryKept = TimeSpan.FromMinutes(10) }, _time);
        long compacted = 0;
        for (int minute = 0; minute <= 60; minute++)
        {
            long next = schedule.Next(revision: 1000 + minute, compacted);
            compacted = Math.Max(compacted, next);
            if (minute >= 10)
                Assert.InRange(compacted, 1000 + minute - 11, 1000 + minute - 10);
            else
                Assert.Equal(0, compacted);
            _time.Advance(TimeSpan.FromMinutes(1));
        }
    }

    [Fact]
    public void Next_TooManyRevisions_KeepsTheNewest()
    {
        var options = new StoreOptions { HistoryKept = null, HistoryRevisionsMax = 1000 };
        var schedule = new CompactionSchedule(options, _time);
        Assert.Equal(0, schedule.Next(1100, 0));
        Assert.Equal(101, schedule.Next(1101, 0));
        Assert.Equal(0, schedule.Next(1150, 101));
    }

    [Fact]
    public void Next_NothingWritten_CompactsNothingTwice()
    {
        var schedule = new CompactionSchedule(new StoreOptions { HistoryKept = TimeSpan.FromMinutes(1) }, _time);
        var proposals = new List<long>();
        long compacted = 0;
        for (int i = 0; i < 100; i++)
        {
            long next = schedule.Next(5, compacted);
            if (next > 0)
                proposals.Add(compacted = next);
            _time.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.Equal([5], proposals);
    }
}
