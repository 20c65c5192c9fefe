using Microkernel.Consensus.Protocol;
using Microkernel.Raft.V1;

namespace Consensus.Tests.Scenarios;

/// <summary>Writes messages and members so that a reader of a scenario can follow them.</summary>
internal static class ScenarioText
{
    public static string Of(RaftNode node)
    {
        var configuration = node.Membership.Configuration;
        var voters = string.Join(",", configuration.Voters);
        var outgoing = node.Membership.IsJoint ? $" and {string.Join(",", configuration.OutgoingVoters)}" : "";
        var learners = configuration.Learners.Count > 0 ? $" learners {string.Join(",", configuration.Learners)}" : "";
        var start = node.Log.Base;
        var entries = Enumerable.Range(1, (int)(node.Log.LastIndex - start.Index))
            .Select(i => node.Log[start.Index + (ulong)i].Term);
        var snapshot = start.Index > 0 ? $"snapshot to {start.Index}/{start.Term} then " : "";
        var terms = snapshot + string.Join(",", entries);
        return $"{node.Id}: {node.Role} term {node.Term} commit {node.Log.Committed} log {terms} "
            + $"voters {voters}{outgoing}{learners}";
    }

    public static string Of(Message message) =>
        $"{message.From}->{message.To} term {message.Term} {Body(message)}";

    private static string Body(Message message) => message.BodyCase switch
    {
        Message.BodyOneofCase.VoteRequest =>
            $"{(message.VoteRequest.PreVote ? "may I stand" : "vote for me")} last {Place(message.VoteRequest.Last)}"
            + (message.VoteRequest.Transfer ? " by transfer" : ""),
        Message.BodyOneofCase.VoteResult =>
            $"{(message.VoteResult.PreVote ? "you may" : "my vote")}: {(message.VoteResult.Granted ? "yes" : "no")}",
        Message.BodyOneofCase.AppendRequest =>
            $"append after {Place(message.AppendRequest.Previous)} [{Entries(message.AppendRequest.Entries)}] "
            + $"commit {message.AppendRequest.Commit}",
        Message.BodyOneofCase.AppendResult => message.AppendResult.Rejected
            ? $"no {message.AppendResult.Index}, perhaps {Place(message.AppendResult.Hint)}"
            : $"have {message.AppendResult.Index}",
        Message.BodyOneofCase.HeartbeatRequest =>
            $"heartbeat commit {message.HeartbeatRequest.Commit}" + Read(message.HeartbeatRequest.ReadSequence),
        Message.BodyOneofCase.HeartbeatResult => "heard" + Read(message.HeartbeatResult.ReadSequence),
        Message.BodyOneofCase.ProposalRequest => $"propose [{Entries(message.ProposalRequest.Entries)}]",
        Message.BodyOneofCase.InstallSnapshot =>
            $"snapshot to {Place(message.InstallSnapshot.Snapshot.Position)}",
        Message.BodyOneofCase.ReadIndexRequest => "where may I read",
        Message.BodyOneofCase.ReadIndexResult => message.ReadIndexResult.Refused
            ? "read: ask another" : $"read at {message.ReadIndexResult.Index}",
        _ => message.BodyCase.ToString(),
    };

    private static string Read(ulong sequence) => sequence == 0 ? "" : $" read {sequence}";

    private static string Place(LogPosition? place) => place is null ? "0/0" : $"{place.Index}/{place.Term}";

    private static string Entries(IEnumerable<Entry> entries) => string.Join(" ", entries.Select(entry =>
        $"{entry.Index}/{entry.Term}" + entry.PayloadCase switch
        {
            Entry.PayloadOneofCase.Command => $":{entry.Command.ToStringUtf8()}",
            Entry.PayloadOneofCase.Configuration => $":{entry.Configuration.ChangeCase}",
            _ => "",
        }));
}
