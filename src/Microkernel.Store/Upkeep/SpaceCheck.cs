using Etcdserverpb;
using Microkernel.Store.Replication;

namespace Microkernel.Store.Upkeep;

/// <summary>Gives up history when space is short, raises the NOSPACE alarm when the quota is used up and clears it when there is space again.</summary>
internal sealed class SpaceCheck(StoreReplica replica, StoreOptions options, TimeProvider time)
{
    /// <summary>The part of the quota below which the alarm is cleared.</summary>
    private const double ClearBelow = 0.9;

    /// <summary>The part of the quota above which history is given up.</summary>
    private const double ShortAbove = 0.8;

    /// <summary>How often history is given up at most: watches need some time to take what is there.</summary>
    private static readonly TimeSpan ReclaimPeriod = TimeSpan.FromSeconds(1);

    private long? _reclaimedAt;

    /// <summary>Returns the revision up to which history has to go because space is short, or 0.</summary>
    public long NextReclaim()
    {
        if (_reclaimedAt is { } last && time.GetElapsedTime(last) < ReclaimPeriod)
            return 0;
        lock (replica.Gate)
        {
            var keys = replica.Contents.Keys;
            if (keys.SizeBytes <= options.QuotaBytes * ShortAbove || keys.FirstChange > keys.Revision)
                return 0;
            _reclaimedAt = time.GetTimestamp();
            return keys.Revision;
        }
    }

    /// <summary>Returns what to do about the alarm, or null.</summary>
    /// <param name="memberId">This member.</param>
    public AlarmRequest? Next(ulong memberId)
    {
        lock (replica.Gate)
        {
            var contents = replica.Contents;
            long size = contents.Keys.SizeBytes;
            if (!contents.Alarms.NoSpace && size > options.QuotaBytes)
                return Request(AlarmRequest.Types.AlarmAction.Activate, memberId);
            // Any member's alarm: the leader that raised it may be another.
            return contents.Alarms.NoSpace && size < options.QuotaBytes * ClearBelow
                ? Request(AlarmRequest.Types.AlarmAction.Deactivate, memberId: 0)
                : null;
        }
    }

    private static AlarmRequest Request(AlarmRequest.Types.AlarmAction action, ulong memberId) =>
        new() { Action = action, MemberID = memberId, Alarm = AlarmType.Nospace };
}
