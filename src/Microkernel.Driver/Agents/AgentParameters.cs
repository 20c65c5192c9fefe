using System.Diagnostics.CodeAnalysis;

namespace Microkernel.Driver;

/// <summary>The parameters of a resource or a device, by the agent's names. Never prints a value.</summary>
public sealed class AgentParameters
{
    private readonly Dictionary<string, string> _values;
    private readonly HashSet<string> _secretNames;

    /// <summary>Joins open and secret parameters; a name may be in one of them only.</summary>
    /// <exception cref="AgentArgumentException">A name is in both, or cannot be a name.</exception>
    public AgentParameters(
        IReadOnlyDictionary<string, string> open, IReadOnlyDictionary<string, string> secret)
    {
        ArgumentNullException.ThrowIfNull(open);
        ArgumentNullException.ThrowIfNull(secret);
        _values = new Dictionary<string, string>(open.Count + secret.Count, StringComparer.Ordinal);
        _secretNames = new HashSet<string>(secret.Keys, StringComparer.Ordinal);
        foreach (var (name, value) in open)
            Add("parameters", name, value);
        foreach (var (name, value) in secret)
            Add("secret_parameters", name, value);
    }

    /// <summary>No parameters.</summary>
    public static AgentParameters None { get; } =
        new(new Dictionary<string, string>(), new Dictionary<string, string>());

    /// <summary>Names and values, open and secret.</summary>
    public IReadOnlyDictionary<string, string> Values => _values;

    /// <summary>Values that must not show in any output.</summary>
    public IEnumerable<string> SecretValues => _secretNames.Select(name => _values[name]);

    /// <summary>Tells whether a parameter was given as a secret.</summary>
    public bool IsSecret(string name) => _secretNames.Contains(name);

    /// <summary>Gets a value; false when the parameter was not given.</summary>
    public bool TryGet(string name, [MaybeNullWhen(false)] out string value) => _values.TryGetValue(name, out value);

    /// <inheritdoc/>
    public override string ToString() => $"{_values.Count} parameters";

    private void Add(string field, string name, string value)
    {
        if (name.Length is 0 or > 256 || name.Any(c => c is '=' || char.IsControl(c) || char.IsWhiteSpace(c)))
            throw new AgentArgumentException(
                $"{field}[\"{name}\"]", "expected a name of 1 to 256 characters without '=', blanks or controls");
        if (value.Contains('\0', StringComparison.Ordinal))
            throw new AgentArgumentException($"{field}[\"{name}\"]", "expected a value without NUL characters");
        if (!_values.TryAdd(name, value))
            throw new AgentArgumentException(
                $"{field}[\"{name}\"]", "expected a name that is not in parameters as well");
    }
}
