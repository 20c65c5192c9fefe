using Microkernel.Import.Sources;

namespace Microkernel.Import.Cib;

/// <summary>A fence device of a CIB.</summary>
/// <param name="Id">Its id in the file.</param>
/// <param name="Draft">The FenceDevice.</param>
/// <param name="Hosts">Names of the nodes that it fences; empty where the device itself is asked.</param>
/// <param name="Priority">The higher the sooner it is tried.</param>
/// <param name="Element">Where it is declared.</param>
internal sealed record CibStonithDevice(
    string Id, ObjectDraft Draft, IReadOnlyList<string> Hosts, int Priority, SourceElement Element);
