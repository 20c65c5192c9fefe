using System.Diagnostics;
using System.Xml.Linq;

namespace Microkernel.Import.Tests.Export;

/// <summary>Pacemaker's own programs and the crm shell, where they are installed.</summary>
internal static class Pacemaker
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(120);

    public static bool IsInstalled => File.Exists("/usr/sbin/crm_simulate") && File.Exists("/usr/sbin/crm_verify");

    public static bool HasShell => File.Exists("/usr/sbin/crm");

    /// <summary>Returns what crm_verify has against a CIB; empty when nothing.</summary>
    public static async Task<string> VerifyAsync(string cib)
    {
        var (code, output) = await RunAsync("/usr/sbin/crm_verify", cib, "-V", "-x", "{}");
        return code == 0 ? string.Empty : output;
    }

    /// <summary>Returns the nodes of each primitive after crm_simulate played the transition.</summary>
    public static async Task<SortedDictionary<string, string>> PlacesAsync(string cib)
    {
        var after = Path.GetTempFileName();
        try
        {
            var (code, output) = await RunAsync("/usr/sbin/crm_simulate", cib, "-Q", "-S", "-O", after, "-x", "{}");
            Assert.True(code == 0, output);
            return Places(XElement.Parse(await File.ReadAllTextAsync(after)));
        }
        finally
        {
            File.Delete(after);
        }
    }

    /// <summary>Lets the crm shell load commands into an empty CIB with these nodes.</summary>
    public static async Task<string> LoadAsync(string commands, IEnumerable<string> nodes)
    {
        var folder = Directory.CreateTempSubdirectory("crm");
        try
        {
            var (cib, file) = (Path.Combine(folder.FullName, "cib.xml"), Path.Combine(folder.FullName, "load.crm"));
            await File.WriteAllTextAsync(cib, Empty(nodes));
            await File.WriteAllTextAsync(file, commands);
            using var process = Start("/usr/sbin/crm", ["-F", "configure", "load", "update", file],
                ("CIB_file", cib), ("HOME", folder.FullName));
            var output = await process.StandardOutput.ReadToEndAsync() + await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync().WaitAsync(Deadline);
            var result = await File.ReadAllTextAsync(cib);
            Assert.True(result.Contains("<primitive", StringComparison.Ordinal), output);
            return result;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // The last operation of a resource on a node tells whether it runs there.
    private static SortedDictionary<string, string> Places(XElement cib)
    {
        var places = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var primitive in cib.Descendants("primitive").Where(p => p.Attribute("class")?.Value != "stonith"))
        {
            var id = primitive.Attribute("id")!.Value;
            var on = cib.Descendants("node_state").Where(n => n.Descendants("lrm_resource")
                .Where(r => r.Attribute("id")!.Value.Split(':')[0] == id).Any(Runs))
                .Select(n => n.Attribute("uname")!.Value).Order(StringComparer.Ordinal);
            places[id] = string.Join(' ', on);
        }

        return places;
    }

    private static bool Runs(XElement resource)
    {
        var last = resource.Elements("lrm_rsc_op").Where(
                o => o.Attribute("interval")!.Value == "0" && o.Attribute("operation")!.Value != "notify")
            .MaxBy(o => int.Parse(o.Attribute("call-id")!.Value, System.Globalization.CultureInfo.InvariantCulture));
        return (last?.Attribute("operation")!.Value, last?.Attribute("rc-code")!.Value)
            is ("start" or "promote" or "demote" or "migrate_from", "0") or ("monitor", "0" or "8");
    }

    private static string Empty(IEnumerable<string> nodes)
    {
        var names = nodes.Select((name, i) => (Name: name, Id: i + 1)).ToList();
        return new XElement(
            "cib",
            new XAttribute("validate-with", "pacemaker-3.7"), new XAttribute("epoch", 1), new XAttribute("num_updates", 0),
            new XAttribute("admin_epoch", 0), new XAttribute("have-quorum", 1),
            new XElement(
                "configuration",
                new XElement("crm_config"),
                new XElement("nodes", names.Select(
                    n => new XElement("node", new XAttribute("id", n.Id), new XAttribute("uname", n.Name)))),
                new XElement("resources"),
                new XElement("constraints")),
            new XElement("status", names.Select(n => new XElement(
                "node_state", new XAttribute("id", n.Id), new XAttribute("uname", n.Name), new XAttribute("in_ccm", "true"),
                new XAttribute("crmd", "online"), new XAttribute("join", "member"), new XAttribute("expected", "member"),
                new XElement("lrm", new XAttribute("id", n.Id), new XElement("lrm_resources")))))).ToString();
    }

    private static async Task<(int Code, string Output)> RunAsync(string program, string cib, params string[] arguments)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, cib);
            using var process = Start(program, arguments.Select(a => a == "{}" ? file : a));
            var errors = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync() + await errors;
            await process.WaitForExitAsync().WaitAsync(Deadline);
            return (process.ExitCode, output);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static Process Start(
        string program, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }
}
