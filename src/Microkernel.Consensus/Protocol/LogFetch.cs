using Microkernel.Raft.V1;

namespace Microkernel.Consensus.Protocol;

/// <summary>
/// Asks for entries that are no longer in memory, to be sent to a member; answered by <see cref="RaftNode.Fetched"/>.
/// </summary>
/// <param name="To">The member.</param>
/// <param name="From">The first entry wanted.</param>
/// <param name="Through">The last entry wanted; all are committed and durable.</param>
/// <param name="BytesMax">Bytes after which no further entry is wanted.</param>
/// <param name="TermOf">Tells the term of each entry wanted; callable from any thread.</param>
internal sealed record LogFetch(ulong To, ulong From, ulong Through, int BytesMax, Func<ulong, ulong> TermOf);
