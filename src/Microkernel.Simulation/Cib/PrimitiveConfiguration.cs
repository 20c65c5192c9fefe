using System.Xml.Linq;

namespace Microkernel.Simulation.Cib;

/// <summary>What a CIB says of a primitive beyond what the scheduler needs.</summary>
/// <param name="Agent">Class, provider and type.</param>
/// <param name="Operations">The op elements, those of the template included.</param>
/// <param name="Parameters">Instance attributes.</param>
/// <param name="Meta">Meta attributes with all defaults.</param>
internal sealed record PrimitiveConfiguration(
    (string Class, string? Provider, string Type) Agent,
    IReadOnlyList<XElement> Operations,
    IReadOnlyDictionary<string, string> Parameters,
    IReadOnlyDictionary<string, string> Meta);
