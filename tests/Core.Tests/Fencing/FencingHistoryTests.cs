using Google.Protobuf.WellKnownTypes;
using Microkernel.Core.Fencing;
using Microkernel.Core.Tests.State;
using Microkernel.V1;
using Microsoft.Extensions.Logging.Abstractions;

namespace Microkernel.Core.Tests.Fencing;

public class FencingHistoryTests
{
    [Fact]
    public async Task Read_MoreThanAreKept_TellsTheNewestFirst()
    {
        await using var state = await TestState.StartAsync();
        var history = new FencingHistory(state.Store, NullLogger<FencingHistory>.Instance);
        var began = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        for (var i = 0; i < FencingHistory.KeptMax + 3; i++)
            await history.AddAsync(
                new FencingRecord { Node = $"n{i}", Began = began.AddSeconds(i).ToTimestamp() },
                TestContext.Current.CancellationToken);

        var kept = await history.ReadAsync(TestContext.Current.CancellationToken);

        Assert.Equal(FencingHistory.KeptMax, kept.Count);
        Assert.Equal($"n{FencingHistory.KeptMax + 2}", kept[0].Node);
        Assert.Equal("n3", kept[^1].Node);
    }
}
