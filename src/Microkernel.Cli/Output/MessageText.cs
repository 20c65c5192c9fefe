using Google.Protobuf;
using Microkernel.Model.Manifests;

namespace Microkernel.Cli.Output;

/// <summary>Writes messages of the API for programs.</summary>
internal static class MessageText
{
    // Fields with their default are written too: a script that reads `quorate` finds it also when it is false.
    private static readonly JsonFormatter.Settings Settings =
        JsonFormatter.Settings.Default.WithFormatDefaultValues(true);

    private static readonly JsonFormatter Indented = new(Settings.WithIndentation());
    private static readonly JsonFormatter OneLine = new(Settings);

    /// <summary>Returns proto3 JSON on many lines.</summary>
    public static string Json(IMessage message) => Indented.Format(message);

    /// <summary>Returns proto3 JSON on one line.</summary>
    public static string JsonLine(IMessage message) => OneLine.Format(message);

    /// <summary>Returns YAML with a line break at its end.</summary>
    public static string Yaml(IMessage message) => ManifestWriter.ToYaml(message);
}
