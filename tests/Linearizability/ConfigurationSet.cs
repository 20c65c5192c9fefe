namespace Microkernel.Linearizability;

/// <summary>Configurations without those that others cover.</summary>
internal sealed class ConfigurationSet
{
    private const int CountMax = 20_000;
    private readonly Dictionary<(int Value, ulong Done), List<Configuration>> _alike = [];
    private int _count;

    public bool IsEmpty => _alike.Count == 0;

    public IEnumerable<Configuration> All => _alike.Values.SelectMany(alike => alike);

    /// <summary>Adds a configuration; false when another covers it.</summary>
    public bool Add(Configuration configuration)
    {
        if (!_alike.TryGetValue((configuration.Value, configuration.Done), out var alike))
        {
            _alike[(configuration.Value, configuration.Done)] = alike = [];
        }

        if (alike.Any(other => other.Covers(configuration)))
        {
            return false;
        }

        _count += 1 - alike.RemoveAll(configuration.Covers);
        alike.Add(configuration);
        return _count <= CountMax
            ? true
            : throw new InvalidOperationException("The history is too tangled to be decided.");
    }
}
