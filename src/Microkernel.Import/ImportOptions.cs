namespace Microkernel.Import;

/// <summary>What an operator may say about an import.</summary>
public sealed record ImportOptions
{
    /// <summary>Most bytes of a file that are read.</summary>
    public const int LengthMax = 32 * 1024 * 1024;

    /// <summary>Gets the format; <see cref="ImportFormat.Unknown"/>, the default, detects it.</summary>
    public ImportFormat Format { get; init; }

    /// <summary>Gets whether the state in a CIB is read too; default false.</summary>
    public bool WithStatus { get; init; }

    /// <summary>Gets resource agents to put in place of others, by the full old name; default none.</summary>
    public IReadOnlyDictionary<string, string> ResourceAgents { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets fence agents to put in place of others, by the old name; default none.</summary>
    public IReadOnlyDictionary<string, string> FenceAgents { get; init; } = new Dictionary<string, string>();
}
