using Microkernel.Consensus.Protocol;

namespace Microkernel.Consensus.Hosting;

/// <summary>
/// Which data directory each member has: as recorded in the log, or else as first heard. A member that comes with
/// another one has lost its votes and entries and must not pass for the old one.
/// </summary>
internal sealed class StorageRegister
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ulong, ulong> _heard = [];
    private Dictionary<ulong, ulong> _recorded = [];

    /// <summary>Takes in the membership; forgets members that are gone.</summary>
    public void Update(Membership membership)
    {
        var recorded = membership.Configuration.Members.ToDictionary(member => member.Id, member => member.StorageId);
        lock (_lock)
        {
            _recorded = recorded;
            foreach (var gone in _heard.Keys.Where(id => !recorded.ContainsKey(id)).ToList())
            {
                _heard.Remove(gone);
            }
        }
    }

    /// <summary>Notes who comes; says why it is refused, or null.</summary>
    public string? RefusalOf(ulong member, ulong storage)
    {
        lock (_lock)
        {
            if (!_recorded.TryGetValue(member, out var known))
            {
                // It is not a member as far as we know; nothing depends on it.
                return null;
            }

            known = known != 0 ? known : _heard.GetValueOrDefault(member);
            if (known == 0)
            {
                _heard[member] = storage;
                return storage == 0 ? $"member {member} does not say which data directory it has." : null;
            }

            return known == storage ? null
                : $"member {member} comes with another data directory than before ({storage:x16}, not {known:x16}); "
                + "remove it from the cluster, and let the node join as a new member with a new id.";
        }
    }

    /// <summary>Returns the data directories that were heard and are not recorded.</summary>
    public IReadOnlyList<(ulong Member, ulong Storage)> Unrecorded()
    {
        lock (_lock)
        {
            return [.. _heard.Where(pair => _recorded.GetValueOrDefault(pair.Key) == 0 && pair.Value != 0)
                .Select(pair => (pair.Key, pair.Value))];
        }
    }
}
