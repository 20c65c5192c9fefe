using Microkernel.Cli.Connection;
using Microkernel.Cli.Failures;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Microkernel.Cli.Contexts;

/// <summary>The file that gives names to clusters.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Current">The context that is used where none is named; null for none.</param>
/// <param name="Contexts">Clusters by name.</param>
internal sealed record ContextFile(
    string Path, string? Current, IReadOnlyDictionary<string, ClusterContext> Contexts)
{
    /// <summary>Returns the path: <c>$XDG_CONFIG_HOME/mkctl/config.yaml</c>, or below <c>~/.config</c>.</summary>
    public static string? Locate(Func<string, string?> environment)
    {
        if (environment("XDG_CONFIG_HOME") is { Length: > 0 } configuration)
        {
            return System.IO.Path.Combine(configuration, "mkctl", "config.yaml");
        }

        return environment("HOME") is { Length: > 0 } home
            ? System.IO.Path.Combine(home, ".config", "mkctl", "config.yaml")
            : null;
    }

    /// <summary>Reads the file; null when there is none.</summary>
    /// <exception cref="CommandFailure">It cannot be read.</exception>
    public static ContextFile? Read(string? path)
    {
        if (path is null || !System.IO.File.Exists(path))
        {
            return null;
        }

        try
        {
            using var text = System.IO.File.OpenText(path);
            var yaml = new YamlStream();
            yaml.Load(text);
            return yaml.Documents.Count == 0
                ? new ContextFile(path, null, Empty)
                : Read(path, yaml.Documents[0].RootNode);
        }
        catch (YamlException e)
        {
            throw Malformed(path, e.Start, e.InnerException?.Message ?? e.Message);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // YamlDotNet lets these out for some texts that are not well-formed.
            throw new CommandFailure(ExitCodes.Usage, $"{path}: not well-formed YAML: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCodes.Usage, $"{path}: {e.Message}");
        }
    }

    private static Dictionary<string, ClusterContext> Empty => [];

    private static ContextFile Read(string path, YamlNode root)
    {
        string? current = null;
        var contexts = Empty;
        foreach (var (key, value) in Mapping(path, root, "the file"))
        {
            switch (key)
            {
                case "current":
                    current = Text(path, value, "current");
                    break;
                case "contexts":
                    foreach (var (name, context) in Mapping(path, value, "contexts"))
                    {
                        contexts.Add(name, Context(path, context, $"contexts.{name}"));
                    }

                    break;
                default:
                    throw Malformed(path, value.Start, $"unknown field '{key}'; expected current or contexts");
            }
        }

        return new ContextFile(path, current, contexts);
    }

    private static ClusterContext Context(string path, YamlNode node, string field)
    {
        IReadOnlyList<string>? servers = null;
        var credentials = new ClientCredentials();
        foreach (var (key, value) in Mapping(path, node, field))
        {
            switch (key)
            {
                case "servers" when value is YamlSequenceNode { Children.Count: > 0 } list:
                    servers = [.. list.Children.Select((item, i) => Text(path, item, $"{field}.servers[{i}]"))];
                    break;
                case "ca":
                    credentials = credentials with { Authorities = File(path, value, $"{field}.ca") };
                    break;
                case "cert":
                    credentials = credentials with { Certificate = File(path, value, $"{field}.cert") };
                    break;
                case "key":
                    credentials = credentials with { Key = File(path, value, $"{field}.key") };
                    break;
                case "token":
                    credentials = credentials with { Token = Text(path, value, $"{field}.token") };
                    break;
                case "insecure":
                    credentials = credentials with { Insecure = Text(path, value, $"{field}.insecure") == "true" };
                    break;
                default:
                    throw Malformed(
                        path, value.Start,
                        $"{field}.{key}: expected 'servers' with a list of addresses, ca, cert, key, token or insecure");
            }
        }

        return servers is null
            ? throw Malformed(path, node.Start, $"{field}: expected 'servers' with a list of addresses")
            : new ClusterContext(servers, credentials);
    }

    /// <summary>Paths are relative to the file that names them.</summary>
    private static string File(string path, YamlNode node, string field) =>
        System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path)!, Text(path, node, field));

    private static IEnumerable<(string Key, YamlNode Value)> Mapping(string path, YamlNode node, string field) =>
        node is YamlMappingNode map
            ? map.Children.Select(pair => (Text(path, pair.Key, field), pair.Value))
            : throw Malformed(path, node.Start, $"{field}: expected a mapping");

    private static string Text(string path, YamlNode node, string field) =>
        node is YamlScalarNode { Value: { Length: > 0 } text }
            ? text
            : throw Malformed(path, node.Start, $"{field}: expected a text");

    private static CommandFailure Malformed(string path, Mark at, string message) =>
        new(ExitCodes.Usage, $"{path}:{at.Line}:{at.Column}: {message}");
}
