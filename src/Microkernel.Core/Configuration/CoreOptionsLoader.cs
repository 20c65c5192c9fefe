using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Microkernel.Core.Configuration;

/// <summary>Puts the settings together: flags over environment over file over defaults.</summary>
public static class CoreOptionsLoader
{
    /// <summary>Reads all sources and validates the whole.</summary>
    /// <param name="file">Path of the YAML file; null for none.</param>
    /// <param name="flags">Values given on the command line, by setting name.</param>
    /// <param name="environment">Looks up an environment variable.</param>
    /// <exception cref="CoreOptionsException">A setting cannot be used.</exception>
    public static CoreOptions Load(
        string? file, IReadOnlyDictionary<string, string> flags, Func<string, string?> environment)
    {
        var fromFile = file is null ? new Dictionary<string, string>() : ReadFile(file);
        var options = new CoreOptions();
        foreach (var setting in CoreSettings.All)
        {
            var (value, source) =
                flags.TryGetValue(setting.Name, out var flag) ? (flag, $"flag --{setting.Name}")
                : environment(setting.EnvironmentVariable) is { } variable
                    ? (variable, $"environment variable {setting.EnvironmentVariable}")
                : fromFile.TryGetValue(setting.Name, out var entry) ? (entry, $"file {file}")
                : (setting.Default, "default");
            if (value is null)
                throw new CoreOptionsException(
                    $"{setting.Name} is not set: give it in the file, as --{setting.Name} or as {setting.EnvironmentVariable}");
            Apply(options, setting, value, source);
        }
        Validate(options);
        return options;
    }

    private static void Apply(CoreOptions options, CoreSetting setting, string value, string source)
    {
        try
        {
            setting.Set(options, value);
        }
        catch (FormatException e)
        {
            throw new CoreOptionsException($"{setting.Name} = '{value}' ({source}): {e.Message}");
        }
    }

    private static Dictionary<string, string> ReadFile(string file)
    {
        var values = new Dictionary<string, string>();
        try
        {
            using var reader = File.OpenText(file);
            var yaml = new YamlStream();
            yaml.Load(reader);
            if (yaml.Documents.Count == 0) return values;
            if (yaml.Documents[0].RootNode is not YamlMappingNode root)
                throw new CoreOptionsException($"{file}: expected 'name: value' lines");
            foreach (var (key, node) in root.Children)
            {
                var name = key.ToString();
                if (CoreSettings.Find(name) is null)
                    throw new CoreOptionsException($"{file}:{key.Start.Line}: unknown setting '{name}'; known are " +
                        string.Join(", ", CoreSettings.All.Select(setting => setting.Name)));
                values[name] = node is YamlSequenceNode list
                    ? string.Join(' ', list.Children.Select(child => child.ToString()))
                    : node.ToString();
            }
        }
        catch (YamlException e)
        {
            throw new CoreOptionsException($"{file}:{e.Start.Line}:{e.Start.Column}: {e.Message}");
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // YamlDotNet lets these out for some texts that are not well-formed.
            throw new CoreOptionsException($"{file}: not well-formed YAML: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CoreOptionsException($"cannot read {file}: {e.Message}");
        }
        return values;
    }

    private static void Validate(CoreOptions options)
    {
        var members = options.InitialCluster;
        if (members.Count == 0)
            throw new CoreOptionsException("initial-cluster is empty: expected at least this node");
        if (members.GroupBy(member => member.Id).FirstOrDefault(group => group.Count() > 1) is { } sameId)
            throw new CoreOptionsException(
                $"initial-cluster: id {sameId.Key} is given to {string.Join(" and ", sameId.Select(m => m.Name))}");
        if (members.GroupBy(member => member.Name).FirstOrDefault(group => group.Count() > 1) is { } sameName)
            throw new CoreOptionsException($"initial-cluster: {sameName.Key} is named twice");
        if (members.All(member => member.Name != options.Node))
            throw new CoreOptionsException(
                $"node = '{options.Node}': expected one of initial-cluster: " +
                string.Join(", ", members.Select(member => member.Name)));
        if (options.TlsCertificate.Length > 0 != options.TlsKey.Length > 0)
            throw new CoreOptionsException("tls-cert and tls-key: expected both or neither");
        if (options.RaftElection < 5 * options.RaftHeartbeat)
            throw new CoreOptionsException(
                $"raft-election = {options.RaftElection.TotalMilliseconds} ms: expected at least five times raft-heartbeat " +
                $"({options.RaftHeartbeat.TotalMilliseconds} ms)");
    }
}
