namespace Microkernel.Model.Validation;

/// <summary>A whole configuration, indexed.</summary>
internal sealed class ObjectSet
{
    private readonly Dictionary<(V1.Object.SpecOneofCase, string), V1.Object> _byName = [];

    public ObjectSet(IReadOnlyCollection<V1.Object> all)
    {
        All = all;
        foreach (var item in all)
        {
            _byName.TryAdd((item.SpecCase, item.Name()), item);
        }

        foreach (var group in Of(V1.Object.SpecOneofCase.Group))
        {
            foreach (var member in group.Group.Members)
            {
                GroupOf.TryAdd(member, group);
            }
        }
    }

    public IReadOnlyCollection<V1.Object> All { get; }

    /// <summary>Gets the first group that lists a resource.</summary>
    public Dictionary<string, V1.Object> GroupOf { get; } = new(StringComparer.Ordinal);

    public IEnumerable<V1.Object> Of(V1.Object.SpecOneofCase kind) => All.Where(o => o.SpecCase == kind);

    public V1.Object? Find(V1.Object.SpecOneofCase kind, string name) => _byName.GetValueOrDefault((kind, name));

    public bool Has(V1.Object.SpecOneofCase kind, string name) => _byName.ContainsKey((kind, name));

    /// <summary>Returns the names of all objects of these kinds.</summary>
    public IEnumerable<string> NamesOf(params V1.Object.SpecOneofCase[] kinds) =>
        All.Where(o => kinds.Contains(o.SpecCase)).Select(o => o.Name());
}
