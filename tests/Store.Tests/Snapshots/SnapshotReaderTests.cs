using Etcdserverpb;

namespace Microkernel.Store.Tests.Snapshots;

public sealed class SnapshotReaderTests
{
    [Fact]
    public async Task Restore_AnyByteChanged_IsRefusedAndChangesNothing()
    {
        var bytes = await SnapshotAsync();
        var other = new TestStore();
        await other.Store.PutAsync(Keys.Put("kept", "1"));
        var random = new Random(5);
        for (int i = 0; i < 300; i++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            Assert.Throws<InvalidDataException>(() => other.Machine.Restore(new MemoryStream(damaged)));
        }

        Assert.Equal("kept=1", Keys.Text((await other.Store.RangeAsync(Keys.All())).Kvs));
    }

    [Fact]
    public async Task Restore_CutOffAnywhere_IsRefused()
    {
        var bytes = await SnapshotAsync();
        var other = new TestStore();
        for (int length = 0; length < bytes.Length; length += 97)
            Assert.Throws<InvalidDataException>(() => other.Machine.Restore(new MemoryStream(bytes, 0, length)));
    }

    [Fact]
    public async Task Restore_LeasesAndAlarms_AreThere()
    {
        var test = new TestStore();
        await test.Store.LeaseGrantAsync(new LeaseGrantRequest { ID = 5, TTL = 100 });
        await test.Store.PutAsync(Keys.Put("a", "1", lease: 5));
        await test.Store.PutAsync(Keys.Put("b", "1", lease: 5));
        await test.Store.PutAsync(Keys.Put("b", "2"));
        await test.Store.CompactAsync(new CompactionRequest { Revision = 3 });
        await test.Store.AlarmAsync(
            new AlarmRequest
            {
                Action = AlarmRequest.Types.AlarmAction.Activate,
                MemberID = 3,
                Alarm = AlarmType.Nospace,
            },
            default);
        var other = new TestStore();
        other.Machine.Restore(new MemoryStream(Bytes(test)));
        var lease = await other.Store.LeaseTimeToLiveAsync(new LeaseTimeToLiveRequest { ID = 5, Keys = true });
        Assert.Equal(["a"], lease.Keys.Select(key => key.ToStringUtf8()));
        await Contract.KeyValueStoreContract.FailsAsync(
            StoreError.NoSpace, () => other.Store.PutAsync(Keys.Put("c", "1")));
        Assert.Equal(Bytes(test), Bytes(other));
    }

    private static async Task<byte[]> SnapshotAsync()
    {
        var test = new TestStore();
        await test.Store.LeaseGrantAsync(new LeaseGrantRequest { ID = 1, TTL = 100 });
        for (int i = 0; i < 2000; i++)
            await test.Store.PutAsync(Keys.Put($"k{i % 700}", $"value {i}", lease: i % 2));
        await test.Store.CompactAsync(new CompactionRequest { Revision = 900 });
        return Bytes(test);
    }

    private static byte[] Bytes(TestStore test)
    {
        using var snapshot = test.Machine.CaptureSnapshot();
        using var bytes = new MemoryStream();
        snapshot.WriteTo(bytes);
        return bytes.ToArray();
    }
}
