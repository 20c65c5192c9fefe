namespace Microkernel.Driver.Tests.Operations;

public sealed class KeyedSequencerTests
{
    private readonly KeyedSequencer _sequencer = new();

    [Fact]
    public async Task Run_SameKey_OneAfterTheOtherInOrder()
    {
        var order = new List<int>();
        var open = new TaskCompletionSource();

        var tasks = Enumerable.Range(0, 50).Select(i => _sequencer.RunAsync("a", async () =>
        {
            await open.Task;
            order.Add(i);
            await Task.Yield();
            return i;
        })).ToArray();
        open.SetResult();
        await Task.WhenAll(tasks);

        Assert.Equal(Enumerable.Range(0, 50), order);
        Assert.Equal(0, _sequencer.Count);
    }

    [Fact]
    public async Task Run_OtherKey_DoesNotWait()
    {
        var open = new TaskCompletionSource<int>();
        var held = _sequencer.RunAsync("a", () => open.Task);

        Assert.Equal(2, await _sequencer.RunAsync("b", () => Task.FromResult(2)));

        open.SetResult(1);
        Assert.Equal(1, await held);
    }

    [Fact]
    public async Task Run_EarlierFails_LaterRunsAllTheSame()
    {
        var open = new TaskCompletionSource<int>();
        var failing = _sequencer.RunAsync("a", () => open.Task);
        var next = _sequencer.RunAsync("a", () => Task.FromResult(2));

        open.SetException(new IOException("no"));

        await Assert.ThrowsAsync<IOException>(() => failing);
        Assert.Equal(2, await next);
    }
}
