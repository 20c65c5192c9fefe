using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Microkernel.V1;

namespace Microkernel.EndToEnd.Clusters;

/// <summary>Reads what <c>mkctl events --output json</c> prints: an event a line.</summary>
public static class EventsJson
{
    private static readonly JsonParser Json = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    /// <summary>Returns the events in the order of the text.</summary>
    public static IReadOnlyList<Event> Parse(string text)
    {
        var events = new List<Event>();
        var reader = new Utf8JsonReader(
            Encoding.UTF8.GetBytes(text), new JsonReaderOptions { AllowMultipleValues = true });
        while (reader.Read())
        {
            using var value = JsonDocument.ParseValue(ref reader);
            var items = value.RootElement.ValueKind == JsonValueKind.Array
                ? value.RootElement.EnumerateArray().ToArray()
                : [value.RootElement];
            events.AddRange(items.Select(item => Json.Parse<Event>(item.GetRawText())));
        }

        return events;
    }
}
