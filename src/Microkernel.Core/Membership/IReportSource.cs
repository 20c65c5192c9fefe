using Microkernel.Node.V1;

namespace Microkernel.Core.Membership;

/// <summary>Knows a part of what this node says of itself.</summary>
internal interface IReportSource
{
    /// <summary>The part may be another one now.</summary>
    event Action? Changed;

    /// <summary>Puts the part in.</summary>
    void AddTo(NodeReport report);
}
