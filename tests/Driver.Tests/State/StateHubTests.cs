using Microkernel.Driver.V1;

namespace Microkernel.Driver.Tests.State;

public sealed class StateHubTests
{
    private readonly StateHub _hub = new(TimeProvider.System, queueCapacity: 4);

    [Fact]
    public void Subscribe_AfterChanges_BeginsWithAllThatIsKnown()
    {
        _hub.Publish(Change("r1", ResourceState.Started));
        _hub.Publish(Change("r1", ResourceState.Failed));
        _hub.Publish(new PeerChange { Node = "n2", State = PeerState.Heard });
        _hub.Publish(new AttributeChange { Name = "pingd", Value = "100" });

        using var stream = _hub.Subscribe();
        var first = _hub.NextOrBeat(stream);

        Assert.Equal(4ul, first.Sequence);
        Assert.Equal(ResourceState.Failed, Assert.Single(first.Snapshot.Resources).State);
        Assert.Equal("n2", Assert.Single(first.Snapshot.Peers).Node);
        Assert.Equal("pingd", Assert.Single(first.Snapshot.Attributes).Name);
        Assert.Equal(Health.Types.State.Healthy, first.Snapshot.Health.State);
    }

    [Fact]
    public void Next_ChangesAfterSubscribe_RiseByOneAndBeatsRepeatTheLast()
    {
        using var stream = _hub.Subscribe();
        _hub.NextOrBeat(stream);

        _hub.Publish(Change("r1", ResourceState.Started));
        _hub.Publish(Change("r2", ResourceState.Started));

        Assert.Equal((1ul, "r1"), Numbered(_hub.NextOrBeat(stream)));
        Assert.Equal((2ul, "r2"), Numbered(_hub.NextOrBeat(stream)));
        var beat = _hub.NextOrBeat(stream);
        Assert.Equal(WatchStateResponse.EventOneofCase.Beat, beat.EventCase);
        Assert.Equal(2ul, beat.Sequence);
    }

    [Fact]
    public void Publish_SameAgain_TellsNobody()
    {
        using var stream = _hub.Subscribe();
        _hub.NextOrBeat(stream);

        _hub.Publish(Change("r1", ResourceState.Started));
        _hub.Publish(Change("r1", ResourceState.Started));

        _hub.NextOrBeat(stream);
        Assert.Equal(WatchStateResponse.EventOneofCase.Beat, _hub.NextOrBeat(stream).EventCase);
    }

    [Fact]
    public void Publish_EmptyAttribute_RemovesIt()
    {
        _hub.Publish(new AttributeChange { Name = "pingd", Value = "100" });
        _hub.Publish(new AttributeChange { Name = "pingd", Value = "" });

        using var stream = _hub.Subscribe();
        Assert.Empty(_hub.NextOrBeat(stream).Snapshot.Attributes);
    }

    [Fact]
    public void Publish_ReaderTooSlow_EndsItsStreamOnly()
    {
        using var slow = _hub.Subscribe();
        using var quick = _hub.Subscribe();
        for (var i = 0; i < 8; i++)
        {
            _hub.NextOrBeat(quick);
            _hub.Publish(Change($"r{i}", ResourceState.Started));
        }

        for (var i = 0; i < 4; i++)
            _hub.NextOrBeat(slow);
        Assert.Throws<StateQueueFullException>(() => _hub.NextOrBeat(slow));
        Assert.Equal(8ul, _hub.NextOrBeat(quick).Sequence);
    }

    [Fact]
    public void RetainPeers_PeerLeftOut_IsInNoLaterSnapshot()
    {
        _hub.Publish(new PeerChange { Node = "n2", State = PeerState.Heard });
        _hub.Publish(new PeerChange { Node = "n3", State = PeerState.Heard });

        _hub.RetainPeers(["n3"]);

        using var stream = _hub.Subscribe();
        Assert.Equal("n3", Assert.Single(_hub.NextOrBeat(stream).Snapshot.Peers).Node);
    }

    private static ResourceChange Change(string resource, ResourceState state) =>
        new() { Resource = resource, State = state };

    private static (ulong Sequence, string Resource) Numbered(WatchStateResponse message) =>
        (message.Sequence, message.Resource.Resource);
}
