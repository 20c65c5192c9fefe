namespace Microkernel.Linearizability;

/// <summary>
/// Numbers the values of one key. Values that nobody read and no cas expected are not told apart: no answer depends on
/// which of them a key had.
/// </summary>
internal sealed class KeyValues
{
    public const int Absent = 0;
    private const int Unobserved = 1;
    private readonly Dictionary<string, int> _numbers = [];
    private readonly List<string> _names = ["no value", "a value that nobody read"];

    public KeyValues(IEnumerable<HistoryOperation> operations)
    {
        foreach (var operation in operations)
        {
            var observed = operation.Kind == OperationKind.Get ? operation.Value : operation.Expect;
            if (observed is not null && _numbers.TryAdd(observed, _names.Count))
            {
                _names.Add(observed);
            }
        }
    }

    public int NumberOf(string? value) =>
        value is null ? Absent : _numbers.GetValueOrDefault(value, Unobserved);

    public string NameOf(int number) => _names[number];
}
