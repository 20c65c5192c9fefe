using Grpc.Core;
using Microkernel.Security;

namespace Microkernel.Core.Security;

/// <summary>Who is at the other end of a connection.</summary>
/// <param name="Role">What they may do.</param>
/// <param name="Name">The name in the certificate or token, or the local user as <c>uid:0</c>.</param>
/// <param name="Serial">Serial number of the certificate; empty without one.</param>
/// <param name="Origin">Their address; <c>local</c> for this machine's socket.</param>
internal sealed record Caller(Role Role, string Name, string Serial, string Origin)
{
    /// <summary>A caller who showed nothing.</summary>
    public static Caller Stranger(string origin) => new(Role.None, "", "", origin);

    /// <summary>Whom a call comes from.</summary>
    public static Caller Of(ServerCallContext context) =>
        context.GetHttpContext().Features.Get<Caller>() ?? Stranger(context.Peer);
}
