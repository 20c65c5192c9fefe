using Etcdserverpb;

namespace Microkernel.Store.Replication;

/// <summary>The raised alarms; guarded by the gate of the state that they belong to.</summary>
internal sealed class AlarmTable
{
    private readonly SortedSet<(ulong Member, AlarmType Alarm)> _raised = [];

    /// <summary>Gets whether puts are refused.</summary>
    public bool NoSpace { get; private set; }

    public IEnumerable<AlarmMember> All => _raised.Select(Describe);

    public void Raise(ulong member, AlarmType alarm)
    {
        _raised.Add((member, alarm));
        Update();
    }

    /// <summary>Lists, raises or clears alarms.</summary>
    /// <returns>The alarms that were listed, raised or cleared.</returns>
    public IReadOnlyList<AlarmMember> Do(AlarmRequest request)
    {
        if (request.Action == AlarmRequest.Types.AlarmAction.Activate)
        {
            if (request.Alarm == AlarmType.None)
                return [];
            Raise(request.MemberID, request.Alarm);
            return [Describe((request.MemberID, request.Alarm))];
        }

        var matching = _raised.Where(raised => Matches(raised, request)).ToList();
        if (request.Action == AlarmRequest.Types.AlarmAction.Deactivate)
        {
            foreach (var raised in matching)
                _raised.Remove(raised);
            Update();
        }

        return matching.ConvertAll(Describe);
    }

    private static bool Matches((ulong Member, AlarmType Alarm) raised, AlarmRequest request) =>
        (request.MemberID == 0 || request.MemberID == raised.Member)
        && (request.Alarm == AlarmType.None || request.Alarm == raised.Alarm);

    private static AlarmMember Describe((ulong Member, AlarmType Alarm) raised) =>
        new() { MemberID = raised.Member, Alarm = raised.Alarm };

    private void Update() => NoSpace = _raised.Any(raised => raised.Alarm == AlarmType.Nospace);
}
