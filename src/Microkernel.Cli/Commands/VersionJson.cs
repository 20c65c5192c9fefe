using System.Text;
using System.Text.Json;

namespace Microkernel.Cli.Commands;

/// <summary>Writes versions as JSON.</summary>
internal static class VersionJson
{
    /// <summary>Returns <c>{"mkctl": "...", "nodes": {"vapp1": "..."}}</c>.</summary>
    public static string Of(string own, IEnumerable<(string Name, string Version)> nodes)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("mkctl", own);
            json.WriteStartObject("nodes");
            foreach (var (name, version) in nodes)
            {
                json.WriteString(name, version);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
