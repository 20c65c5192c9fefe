using Microkernel.Driver.V1;

namespace Microkernel.Driver;

/// <summary>Who gives an order, and what it is for.</summary>
/// <param name="OperationId">Unique to the operation.</param>
/// <param name="Fingerprint">Of what must be the same in a retry.</param>
/// <param name="Key">Resource or device: one operation at a time.</param>
/// <param name="Changes">Whether it may change something; what only reads needs no activation.</param>
/// <param name="Token">The leader's authority; null for what only reads, and for a node's own stop.</param>
/// <param name="DriverGeneration">The generation that the caller believes this instance holds.</param>
/// <param name="Timeout">How long it may take once its turn has come.</param>
internal sealed record OperationOrder(
    string OperationId,
    RequestFingerprint Fingerprint,
    string Key,
    bool Changes,
    FencingToken? Token,
    ulong DriverGeneration,
    TimeSpan Timeout);
