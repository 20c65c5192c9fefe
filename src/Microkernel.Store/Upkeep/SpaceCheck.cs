using Etcdserverpb;
using Microkernel.Store.Replication;

namespace Microkernel.Store.Upkeep;

/// <summary>Raises the NOSPACE alarm when the quota is used up and clears it when there is space again.</summary>
internal sealed class SpaceCheck(StoreReplica replica, StoreOptions options)
{
    /// <summary>The part of the quota below which the alarm is cleared.</summary>
    private const double ClearBelow = 0.9;

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
