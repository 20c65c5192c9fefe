using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using Microkernel.Store.Mvcc;
using Mvccpb;

namespace Microkernel.Store.Tests.Mvcc;

/// <summary>The tree against a sorted map, with frozen views that must not change.</summary>
public sealed class KeyTreeProperties
{
    private static readonly Config Quick = Config.QuickThrowOnFailure.WithMaxTest(60).WithEndSize(4000);

    private enum Step
    {
        Put,
        Delete,
        Remove,
        Freeze,
    }

    [Fact]
    public void AnySteps_TreeEqualsSortedMap()
    {
        var step = Gen.Frequency(
            (10, Gen.Constant(Step.Put)), (3, Gen.Constant(Step.Delete)), (6, Gen.Constant(Step.Remove)),
            (1, Gen.Constant(Step.Freeze)));
        var keys = Gen.Choose(0, 2000);
        var steps = step.Zip(keys, (one, key) => (one, key)).ListOf();
        Prop.ForAll(steps.ToArbitrary(), Check).Check(Quick);
    }

    [Fact]
    public void KeysInOrder_ThenAllRemoved_LeaveNothing()
    {
        var tree = new KeyTree();
        for (int i = 0; i < 20_000; i++)
            tree.Set(Key(i), Version(i, i + 1, 1));
        Assert.Equal(20_000, tree.Live);
        for (int i = 0; i < 20_000; i++)
            tree.Remove(Key((i * 7919) % 20_000));
        Assert.Equal(0, tree.Live);
        Assert.False(new KeyCursor(tree.Freeze(), KeyRange.All).MoveNext());
    }

    private static void Check(IList<(Step Step, int Key)> steps)
    {
        var tree = new KeyTree();
        var model = new SortedDictionary<int, KeyVersion>();
        var frozen = new List<(KeyNode Root, List<KeyVersion> Expected)>();
        int revision = 1;
        foreach (var (step, key) in steps)
        {
            revision++;
            switch (step)
            {
                case Step.Freeze:
                    frozen.Add((tree.Freeze(), [.. model.Values]));
                    break;
                case Step.Remove:
                    tree.Remove(Key(key));
                    model.Remove(key);
                    break;
                default:
                    model[key] = Version(key, revision, step == Step.Put ? 1 : 0);
                    tree.Set(Key(key), model[key]);
                    break;
            }
        }

        frozen.Add((tree.Freeze(), [.. model.Values]));
        foreach (var (root, expected) in frozen)
            CheckView(root, expected);
        foreach (int key in model.Keys)
            Assert.Same(model[key], tree.Find(Key(key)));
    }

    private static void CheckView(KeyNode root, List<KeyVersion> expected)
    {
        var found = new List<KeyVersion>();
        var cursor = new KeyCursor(root, KeyRange.All);
        while (cursor.MoveNext())
            found.Add(cursor.Current);
        Assert.Equal(expected, found);
        Assert.Equal(expected.Count(version => version.IsLive), root.Live);
        for (int from = 0; from < 2000; from += 333)
        {
            var range = new KeyRange(
                UnsafeByteOperations.UnsafeWrap(Key(from)), UnsafeByteOperations.UnsafeWrap(Key(from + 250)));
            Assert.Equal(expected.Count(version => version.IsLive && range.Contains(version.Data.Key.Span)),
                KeyCount.Of(root, range));
        }
    }

    private static byte[] Key(int number) => System.Text.Encoding.UTF8.GetBytes($"key {number:d6}");

    private static KeyVersion Version(int key, long revision, long version) => new(
        new KeyValue { Key = UnsafeByteOperations.UnsafeWrap(Key(key)), ModRevision = revision, Version = version },
        0, null);
}
