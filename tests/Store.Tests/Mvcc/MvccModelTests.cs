using Etcdserverpb;

namespace Microkernel.Store.Tests.Mvcc;

/// <summary>Long random histories against <see cref="NaiveStore"/>; a failure names its seed.</summary>
public sealed class MvccModelTests
{
    [Theory]
    [InlineData(1, 2000, 12)]
    [InlineData(2, 2000, 300)]
    [InlineData(3, 4000, 5000)]
    public async Task AnyHistory_ReadAtAnyRevision_EqualsModel(int seed, int steps, int keys)
    {
        var random = new Random(seed);
        var test = new TestStore();
        var model = new NaiveStore();
        for (int step = 0; step < steps; step++)
        {
            await StepAsync(random, test, model, keys);
            if (random.Next(20) == 0)
                await CompareAsync(test, model, random);
        }

        await CompareAsync(test, model, random);
        Assert.Equal(model.At(model.Revision).Count, test.Machine.Replica.Contents.Keys.LiveKeys);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public async Task AnyHistory_SnapshotAndRestore_EqualsModelAndHash(int seed)
    {
        var random = new Random(seed);
        var test = new TestStore();
        var model = new NaiveStore();
        for (int step = 0; step < 1500; step++)
            await StepAsync(random, test, model, 200);
        using var bytes = new MemoryStream();
        using (var snapshot = test.Machine.CaptureSnapshot())
        {
            // What happens after the capture must not show, compaction least of all.
            for (int i = 0; i < 300; i++)
                await test.Store.PutAsync(Keys.Put($"k{i:d4}", "later"));
            await test.Store.CompactAsync(new CompactionRequest { Revision = model.Revision + 200, Physical = true });
            snapshot.WriteTo(bytes);
        }

        var other = new TestStore();
        bytes.Position = 0;
        other.Machine.Restore(bytes);
        await CompareAsync(other, model, random);
    }

    private static async Task StepAsync(Random random, TestStore test, NaiveStore model, int keys)
    {
        string key = $"k{random.Next(keys):d4}";
        switch (random.Next(10))
        {
            case < 6:
                string value = $"v{random.Next(1000)}";
                await test.Store.PutAsync(Keys.Put(key, value));
                model.Put(key, value);
                break;
            case 6:
                var deleted = await test.Store.DeleteRangeAsync(Keys.Delete(key));
                Assert.Equal(model.Delete(key, key + "\0"), deleted.Deleted);
                break;
            case 7:
                string end = random.Next(8) == 0 ? "\0" : key[..^random.Next(1, 2)] + "~";
                await test.Store.DeleteRangeAsync(Keys.Delete(key, end));
                model.Delete(key, end);
                break;
            case 8:
                await TransactAsync(test, model, key);
                break;
            default:
                long revision = random.NextInt64(model.CompactRevision + 1, model.Revision + 1);
                if (revision <= model.CompactRevision || random.Next(10) > 0)
                    break;
                await test.Store.CompactAsync(new CompactionRequest { Revision = revision });
                model.Compact(revision);
                break;
        }
    }

    private static async Task TransactAsync(TestStore test, NaiveStore model, string key)
    {
        bool exists = model.At(model.Revision).ContainsKey(key);
        var when = new Compare
        {
            Key = Keys.Bytes(key),
            Target = Compare.Types.CompareTarget.Version,
            Result = Compare.Types.CompareResult.Greater,
            Version = 0,
        };
        var response = await test.Store.TxnAsync(Keys.Txn(
            [when],
            [Keys.Do(Keys.Delete(key)), Keys.Do(Keys.Put(key + "a", "then")), Keys.Do(Keys.Get(key + "a"))],
            [Keys.Do(Keys.Put(key, "else"))]));
        Assert.Equal(exists, response.Succeeded);
        model.Change(edit =>
        {
            if (exists)
            {
                edit.Delete(key, key + "\0");
                edit.Put(key + "a", "then");
            }
            else
            {
                edit.Put(key, "else");
            }
        });
        if (exists)
            Assert.Equal($"{key}a=then", Keys.Text(response.Responses[2].ResponseRange.Kvs));
    }

    private static async Task CompareAsync(TestStore test, NaiveStore model, Random random)
    {
        long oldest = Math.Max(1, model.CompactRevision);
        foreach (long revision in new[] { model.Revision, oldest, random.NextInt64(oldest, model.Revision + 1) })
        {
            var response = await test.Store.RangeAsync(Keys.All(revision));
            Assert.Equal(model.Revision, response.Header.Revision);
            Assert.Equal([.. model.At(revision).Values], response.Kvs);
            Assert.Equal(model.At(revision).Count, response.Count);
            string from = $"k{random.Next(100):d4}";
            var part = Keys.Get(from, "k9", revision);
            part.Limit = 3;
            var expected = model.At(revision).Where(one => string.CompareOrdinal(one.Key, from) >= 0
                && string.CompareOrdinal(one.Key, "k9") < 0).Select(one => one.Value).ToList();
            response = await test.Store.RangeAsync(part);
            Assert.Equal(expected.Count, response.Count);
            Assert.Equal(expected.Take(3), response.Kvs);
            Assert.Equal(expected.Count > 3, response.More);
        }

        if (model.CompactRevision > 1)
        {
            var error = await Assert.ThrowsAsync<StoreException>(
                () => test.Store.RangeAsync(Keys.All(model.CompactRevision - 1)).AsTask());
            Assert.Same(StoreError.Compacted, error.Error);
        }
    }
}
