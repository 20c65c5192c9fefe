using Grpc.Core;

namespace Compat.Tests.Api;

public sealed class MetadataTests
{
    [Fact]
    public void Get_KeyTwice_ReturnsTheLastInAnyLetterCase()
    {
        var metadata = new Metadata { { "key", "first" }, { "Key", "last" }, { "other", "x" } };

        Assert.Equal("last", metadata.GetValue("KEY"));
        Assert.Equal(["first", "last"], metadata.GetAll("key").Select(entry => entry.Value));
        Assert.Null(metadata.Get("none"));
        Assert.Null(metadata.GetValueBytes("none"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("umläut")]
    [InlineData(":path")]
    public void Entry_MalformedKey_IsRefused(string key) =>
        Assert.Throws<ArgumentException>(() => new Metadata.Entry(key, "value"));

    [Fact]
    public void Entry_KindOfValueAgainstTheKey_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("key-bin", "text"));
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("key", new byte[] { 1 }));
        Assert.Throws<InvalidOperationException>(() => new Metadata.Entry("key-bin", new byte[] { 1 }).Value);
    }

    [Fact]
    public void Entry_BytesChangedOutside_KeepsItsOwn()
    {
        byte[] bytes = [1, 2, 3];
        var entry = new Metadata.Entry("key-BIN", bytes);

        bytes[0] = 9;
        entry.ValueBytes[1] = 9;

        Assert.Equal([1, 2, 3], entry.ValueBytes);
        Assert.True(entry.IsBinary);
        Assert.Equal("key-bin", entry.Key);
        Assert.Equal("ok"u8.ToArray(), new Metadata.Entry("key", "ok").ValueBytes);
    }

    [Fact]
    public void Empty_AnyChange_IsRefused()
    {
        Assert.True(Metadata.Empty.IsReadOnly);
        Assert.Throws<InvalidOperationException>(() => Metadata.Empty.Add("key", "value"));
        Assert.Throws<InvalidOperationException>(Metadata.Empty.Clear);
        Assert.Empty(Metadata.Empty);
    }

    [Fact]
    public void List_Operations_KeepTheOrder()
    {
        var (a, b, c) = (new Metadata.Entry("a", "1"), new Metadata.Entry("b", "2"), new Metadata.Entry("c", "3"));
        var metadata = new Metadata { a, c };

        metadata.Insert(1, b);
        Assert.Equal([a, b, c], metadata);
        Assert.Equal(1, metadata.IndexOf(b));

        Assert.True(metadata.Remove(b));
        metadata[0] = b;
        metadata.RemoveAt(1);
        Assert.Equal([b], metadata);
        Assert.DoesNotContain(a, metadata);
    }
}
