using System.Globalization;
using System.Text.RegularExpressions;
using Microkernel.Model;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Microkernel.Core.Drivers.Supervision;

/// <summary>Reads driver manifests, a YAML file each.</summary>
internal static partial class DriverManifestReader
{
    private static readonly Dictionary<string, Func<DriverManifest, YamlNode, DriverManifest>> Fields = new()
    {
        ["program"] = (m, n) => m with { Program = AbsolutePath(n) },
        ["arguments"] = (m, n) => m with { Arguments = [.. List(n).Select(Text)] },
        ["environment"] = (m, n) =>
            m with { Environment = Map(n).ToDictionary(pair => pair.Key, pair => Text(pair.Value)) },
        ["restart-min"] = (m, n) => m with { RestartMin = Time(n) },
        ["restart-max"] = (m, n) => m with { RestartMax = Time(n) },
        ["unresponsive"] = (m, n) => m with { Unresponsive = Time(n) },
        ["swap"] = (m, n) => m with { SwapsByItself = Swap(n) },
        ["memory-max"] = (m, n) => m with { MemoryBytesMax = Bytes(n) },
        ["processors-max"] = (m, n) => m with { ProcessorsMax = Number(n) },
        ["processes-max"] = (m, n) => m with { ProcessesMax = (int)Number(n) },
    };

    /// <summary>Reads one manifest.</summary>
    /// <exception cref="DriverManifestException">It cannot be used.</exception>
    public static DriverManifest Read(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        if (!DriverName().IsMatch(name))
            throw new DriverManifestException($"{path}: expected a file name of lower case letters, digits and dashes");
        var manifest = new DriverManifest { Name = name, Program = "" };
        foreach (var (field, node) in Map(Load(path)))
        {
            if (!Fields.TryGetValue(field, out var set))
                throw new DriverManifestException(
                    $"{path}:{node.Start.Line}: unknown field '{field}'; known are {string.Join(", ", Fields.Keys)}");
            try
            {
                manifest = set(manifest, node);
            }
            catch (FormatException e)
            {
                throw new DriverManifestException($"{path}:{node.Start.Line}: {field} = '{node}': {e.Message}");
            }
        }
        if (manifest.Program.Length == 0)
            throw new DriverManifestException($"{path}: program is missing: expected the absolute path of the "
                + $"driver's program");
        if (manifest.RestartMax < manifest.RestartMin)
            throw new DriverManifestException($"{path}: restart-max: expected at least restart-min");
        return manifest;
    }

    private static YamlMappingNode Load(string path)
    {
        try
        {
            using var reader = File.OpenText(path);
            var yaml = new YamlStream();
            yaml.Load(reader);
            return yaml.Documents.Count > 0 && yaml.Documents[0].RootNode is YamlMappingNode root
                ? root
                : throw new DriverManifestException($"{path}: expected 'name: value' lines");
        }
        catch (YamlException e)
        {
            throw new DriverManifestException($"{path}:{e.Start.Line}:{e.Start.Column}: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DriverManifestException($"cannot read {path}: {e.Message}");
        }
    }

    private static Dictionary<string, YamlNode> Map(YamlNode node) => node is YamlMappingNode map
        ? map.Children.ToDictionary(pair => pair.Key.ToString(), pair => pair.Value)
        : throw new FormatException("expected 'name: value' lines");

    private static IEnumerable<YamlNode> List(YamlNode node) => node is YamlSequenceNode list
        ? list.Children
        : throw new FormatException("expected a list");

    private static string Text(YamlNode node) => node is YamlScalarNode { Value: { } value } && !value.Contains('\0')
        ? value
        : throw new FormatException("expected a text");

    private static string AbsolutePath(YamlNode node) => Path.IsPathRooted(Text(node))
        ? Text(node)
        : throw new FormatException("expected an absolute path");

    private static TimeSpan Time(YamlNode node) =>
        DurationText.TryParse(Text(node), out var time) && time >= TimeSpan.FromMilliseconds(10)
            && time <= TimeSpan.FromHours(1)
            ? time
            : throw new FormatException("expected 10ms to 1h, as 500ms or 30s");

    private static bool Swap(YamlNode node) => Text(node) switch
    {
        "automatic" => true,
        "manual" => false,
        _ => throw new FormatException("expected automatic or manual"),
    };

    private static double Number(YamlNode node) =>
        double.TryParse(Text(node), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) &&
        number is > 0 and <= 1e6
            ? number
            : throw new FormatException("expected a number above 0");

    private static long Bytes(YamlNode node)
    {
        var match = Size().Match(Text(node));
        if (!match.Success || !long.TryParse(match.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture,
            out var number))
            throw new FormatException("expected a number of bytes, KiB, MiB or GiB, as 256MiB");
        return number << match.Groups[2].Value switch { "KiB" => 10, "MiB" => 20, "GiB" => 30, _ => 0 };
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,62}$")]
    private static partial Regex DriverName();

    [GeneratedRegex("^([0-9]{1,9}) ?(KiB|MiB|GiB)?$")]
    private static partial Regex Size();
}
