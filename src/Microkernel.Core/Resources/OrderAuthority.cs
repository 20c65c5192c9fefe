using Microkernel.Driver.V1;

namespace Microkernel.Core.Resources;

/// <summary>A leader's authority for one order.</summary>
/// <param name="Token">Term and step, for the driver.</param>
/// <param name="LeaderRevision">Revision of the leader's key in the store: nothing begins once it has changed.</param>
internal sealed record OrderAuthority(FencingToken Token, long LeaderRevision);
