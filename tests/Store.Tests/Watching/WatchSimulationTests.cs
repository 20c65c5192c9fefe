using System.Globalization;
using Etcdserverpb;
using Microkernel.Store.Tests.Mvcc;
using Microkernel.Store.V1;
using Microkernel.Store.Watching;
using Mvccpb;

namespace Microkernel.Store.Tests.Watching;

/// <summary>
/// The nine promises while members lag, restart and are overtaken by snapshots, watches move from member to member, and
/// history is compacted. A failing seed is replayed by WATCH_SEED=N; WATCH_SEEDS=N tries more of them.
/// </summary>
public sealed class WatchSimulationTests
{
    private const int Steps = 3000;
    private const int Members = 3;

    [Fact]
    public void Watches_OverMembersThatComeAndGo_AreGivenExactlyTheHistory()
    {
        int only = Number("WATCH_SEED", 0);
        int count = only != 0 ? 1 : Number("WATCH_SEEDS", 20);
        int compactions = 0;
        for (int i = 0; i < count; i++)
        {
            int seed = only != 0 ? only : i + 1;
            try
            {
                compactions += new Run(seed).Play();
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Replay with WATCH_SEED={seed}: {e.Message}", e);
            }
        }

        // Else the runs have not shown what they are meant to show.
        Assert.True(compactions > 0 || only != 0, "no watch was ever overtaken by compaction");
    }

    private static int Number(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out int value)
            ? value
            : otherwise;

    /// <summary>One seed's course of events.</summary>
    private sealed class Run(int seed)
    {
        private readonly Random _random = new(seed);
        private readonly SimulatedReplicas _replicas = new(Members);
        private readonly NaiveStore _model = new();
        private readonly List<Client> _clients = [];

        /// <summary>Returns how often compaction has overtaken a watch.</summary>
        public int Play()
        {
            for (int step = 0; step < Steps; step++)
            {
                if (step % 100 == 0)
                {
                    long start = _random.NextInt64(Math.Max(1, _model.CompactRevision), _model.Revision + 3);
                    _clients.Add(new Client(RandomWatches.From(start, _random), _replicas, _random));
                }

                Act();
            }

            _replicas.AdvanceAll();
            foreach (var client in _clients)
            {
                client.TakeAll();
                client.Record.Check(_model.History);
            }

            return _clients.Sum(client => client.Record.Compactions);
        }

        private void Act()
        {
            int member = _random.Next(Members);
            switch (_random.Next(100))
            {
                case < 45:
                    Write();
                    break;
                case < 70:
                    _replicas.Advance(member, _random.Next(1, 30));
                    break;
                case < 94:
                    _clients[_random.Next(_clients.Count)].Take();
                    break;
                case < 96:
                    _clients[_random.Next(_clients.Count)].Move();
                    break;
                case < 97:
                    Compact();
                    break;
                case < 98:
                    _replicas.Restart(member, fromSnapshot: _random.Next(2) == 0);
                    _clients.ForEach(client => client.MoveIfLost());
                    break;
                default:
                    _replicas.Install(member, _random.Next(Members));
                    break;
            }
        }

        private void Write()
        {
            string key = $"k{_random.Next(20):d2}", value = $"v{_random.Next(1000)}";
            switch (_random.Next(12))
            {
                case 0:
                    _replicas.Commit(new Command { DeleteRange = Keys.Delete(key, key + "9") });
                    _model.Delete(key, key + "9");
                    break;
                case 1:
                    var puts = Enumerable.Range(0, 25).Select(i => (Key: $"k{i:d2}", Value: value)).ToList();
                    _replicas.Commit(new Command
                    {
                        Txn = Keys.Txn([], puts.Select(put => Keys.Do(Keys.Put(put.Key, put.Value))), []),
                    });
                    _model.Change(edit => puts.ForEach(put => edit.Put(put.Key, put.Value)));
                    break;
                default:
                    _replicas.Commit(new Command { Put = Keys.Put(key, value) });
                    _model.Put(key, value);
                    break;
            }
        }

        private void Compact()
        {
            if (_model.CompactRevision + 1 >= _model.Revision)
                return;
            if (_random.Next(4) == 0)
            {
                _replicas.Commit(new Command { Reclaim = new Reclaim { Revision = _model.Revision } });
                _model.Compact(_model.Revision);
                return;
            }

            long revision = _random.NextInt64(_model.CompactRevision + 1, _model.Revision);
            _replicas.Commit(new Command { Compact = new CompactionRequest { Revision = revision } });
            _model.Compact(revision);
        }
    }

    /// <summary>A client that watches at one member at a time and goes on at another where it left off.</summary>
    private sealed class Client
    {
        private readonly SimulatedReplicas _replicas;
        private readonly Random _random;
        private Watcher _watcher;
        private WatchReader _reader;
        private StoreStateMachine _machine;
        private int _member;

        public Client(WatchCreateRequest request, SimulatedReplicas replicas, Random random)
        {
            (_replicas, _random) = (replicas, random);
            Record = new WatchRecord(request);
            _member = random.Next(replicas.Count);
            (_watcher, _reader, _machine) = replicas.Open(_member, Record);
        }

        public WatchRecord Record { get; }

        /// <summary>Goes on at another member, or on a new stream of the same.</summary>
        public void Move()
        {
            _machine.Replica.Watches.Close(_watcher);
            _member = _random.Next(_replicas.Count);
            (_watcher, _reader, _machine) = _replicas.Open(_member, Record);
        }

        /// <summary>Goes on elsewhere if the member was restarted.</summary>
        public void MoveIfLost()
        {
            if (!_replicas.IsRunning(_member, _machine))
                Move();
        }

        /// <summary>Takes what the member has for the watch.</summary>
        public WatchTake Take()
        {
            var events = new List<Event>();
            _watcher.Acknowledge();
            var taken = _reader.Take(_watcher, events);
            if (taken == WatchTake.Compacted)
            {
                Record.Compacted(_machine.Replica.View().FirstChange);
                Move();
            }
            else if (events.Count > 0)
            {
                Record.Take(events);
            }

            if (_random.Next(10) == 0 && _reader.Progress([_watcher]) is > 0 and var revision)
                Record.Progress(revision);
            return taken;
        }

        public void TakeAll()
        {
            while (Take() != WatchTake.Nothing)
            {
            }
        }
    }
}
