using System.Xml;
using System.Xml.Linq;
using Google.Protobuf.WellKnownTypes;
using Microkernel.Driver.V1;

namespace Microkernel.Driver;

/// <summary>
/// Reads the XML by which OCF agents (Open Cluster Framework Resource Agent API 1.1, "Metadata") and fence agents
/// (FenceAgentAPI, "agent metadata") describe themselves.
/// </summary>
public static class AgentMetadata
{
    /// <summary>Largest metadata that is read, in characters; the largest of Debian's agents is 60,000.</summary>
    public const int LengthMax = 1 << 20;

    /// <summary>Reads what an agent printed.</summary>
    /// <param name="name">Full name of the agent.</param>
    /// <param name="text">Its output; what it printed before the XML is skipped.</param>
    /// <exception cref="AgentMetadataException">It is not such XML.</exception>
    public static Agent Parse(string name, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var root = Load(text);
        var parameters = root.Elements("parameters").Elements("parameter").Select(ReadParameter)
            .DistinctBy(parameter => parameter.Name);
        var actions = root.Elements("actions").Elements("action").Select(ReadAction);
        return new Agent
        {
            Name = name,
            Version = root.Attribute("version")?.Value ?? root.Element("version")?.Value.Trim() ?? "",
            Summary = Text(root, "shortdesc") is { Length: > 0 } summary
                ? summary
                : root.Attribute("shortdesc")?.Value ?? "",
            Description = Text(root, "longdesc"),
            Parameters = { parameters },
            Actions = { actions },
        };
    }

    private static XElement Load(string text)
    {
        var start = text.IndexOf("<?xml", StringComparison.Ordinal);
        if (start < 0)
            start = text.IndexOf("<resource-agent", StringComparison.Ordinal);
        if (start < 0)
            throw new AgentMetadataException("its metadata is not XML with a resource-agent element");
        var settings = new XmlReaderSettings
        {
            // Agents name a DTD; it is not fetched, and no entity of its making is expanded.
            DtdProcessing = DtdProcessing.Ignore,
            XmlResolver = null,
            MaxCharactersInDocument = LengthMax,
        };
        try
        {
            using var characters = new StringReader(text[start..]);
            using var reader = XmlReader.Create(characters, settings);
            reader.MoveToContent();
            var root = (XElement)XNode.ReadFrom(reader);
            return root.Name == "resource-agent"
                ? root
                : throw new AgentMetadataException($"its metadata is a {root.Name} element, expected resource-agent");
        }
        catch (Exception e) when (e is XmlException or InvalidCastException or InvalidOperationException)
        {
            throw new AgentMetadataException($"its metadata is not well-formed XML: {e.Message}", e);
        }
    }

    private static Parameter ReadParameter(XElement element)
    {
        var name = element.Attribute("name")?.Value.Trim();
        if (string.IsNullOrEmpty(name))
            throw new AgentMetadataException("its metadata has a parameter without a name");
        var content = element.Element("content");
        var (type, unit) = ReadType(content?.Attribute("type")?.Value);
        var parameter = new Parameter
        {
            Name = name,
            Summary = Text(element, "shortdesc"),
            Description = Text(element, "longdesc"),
            Type = type,
            Unit = unit,
            Required = IsTrue(element.Attribute("required")),
            Unique = IsTrue(element.Attribute("unique")) || element.Attribute("unique-group") is not null,
            Deprecated = IsTrue(element.Attribute("deprecated")) || element.Element("deprecated") is not null,
            Secret = SecretNames.IsSecret(name),
        };
        if (content?.Attribute("default")?.Value is { } value)
            parameter.DefaultValue = value;
        parameter.Options.AddRange(
            content?.Elements("option").Attributes("value").Select(option => option.Value) ?? []);
        return parameter;
    }

    private static AgentAction ReadAction(XElement element)
    {
        var action = new AgentAction
        {
            Name = element.Attribute("name")?.Value ?? "",
            Role = element.Attribute("role")?.Value ?? "",
        };
        if (AgentDuration.TryParse(element.Attribute("timeout")?.Value, out var timeout))
            action.Timeout = timeout.ToDuration();
        if (AgentDuration.TryParse(element.Attribute("interval")?.Value, out var interval))
            action.Interval = interval.ToDuration();
        return action;
    }

    private static (ParameterType Type, string Unit) ReadType(string? type) => type switch
    {
        "integer" => (ParameterType.Integer, ""),
        "second" or "seconds" => (ParameterType.Integer, "s"),
        "boolean" => (ParameterType.Boolean, ""),
        "select" => (ParameterType.Select, ""),
        "time" or "timespec" or "duration" => (ParameterType.Duration, ""),
        _ => (ParameterType.String, ""),
    };

    private static bool IsEnglish(XElement text) =>
        text.Attribute("lang")?.Value.StartsWith("en", StringComparison.Ordinal) ?? true;

    private static bool IsTrue(XAttribute? attribute) =>
        attribute?.Value.Trim() is "1" or "true" or "yes" or "True";

    /// <summary>Takes a text in English, where there are several languages, without the XML's indentation.</summary>
    private static string Text(XElement parent, string name)
    {
        var all = parent.Elements(name).ToList();
        var chosen = all.FirstOrDefault(IsEnglish) ?? all.FirstOrDefault();
        return chosen is null ? "" : string.Join('\n', chosen.Value.Split('\n').Select(line => line.Trim())).Trim();
    }
}
