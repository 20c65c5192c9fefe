using System.Text.Json;
using System.Text.Json.Serialization;

namespace Microkernel.Linearizability;

/// <summary>Histories as JSON lines, an operation a line; what is not known or does not apply is left out.</summary>
public static class HistoryFile
{
    private static readonly JsonSerializerOptions Options = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    /// <summary>Writes a history in the order of the calls.</summary>
    public static void Write(string path, IEnumerable<HistoryOperation> history) =>
        File.WriteAllLines(path, history.OrderBy(operation => operation.Call).Select(ToLine));

    /// <summary>Reads a history.</summary>
    /// <exception cref="FormatException">A line is not an operation; the message names file and line.</exception>
    public static IReadOnlyList<HistoryOperation> Read(string path)
    {
        var history = new List<HistoryOperation>();
        foreach (var line in File.ReadLines(path))
        {
            try
            {
                history.Add(JsonSerializer.Deserialize<HistoryOperation>(line, Options)!);
            }
            catch (JsonException exception)
            {
                throw new FormatException($"{path}, line {history.Count + 1}: {exception.Message}", exception);
            }
        }

        return history;
    }

    /// <summary>Returns the line of one operation.</summary>
    public static string ToLine(HistoryOperation operation) => JsonSerializer.Serialize(operation, Options);
}
