using System.Text.Json;

namespace Microkernel.EndToEnd.Probing;

/// <summary>What a host itself shows of the service at one moment.</summary>
/// <param name="At">When, in ticks of the monotonic clock, which all namespaces share.</param>
/// <param name="HasAddress">Whether the service's address is on an interface of the host.</param>
/// <param name="Listens">Whether anything on the host listens on the service's port.</param>
public sealed record ServiceSample(long At, bool HasAddress, bool Listens)
{
    /// <summary>Gets whether any part of the service runs.</summary>
    public bool RunsAnything => HasAddress || Listens;

    /// <summary>Returns one line of JSON.</summary>
    public string ToLine() => JsonSerializer.Serialize(this);

    /// <summary>Reads what <see cref="ToLine"/> made.</summary>
    public static ServiceSample FromLine(string line) => JsonSerializer.Deserialize<ServiceSample>(line)!;
}
