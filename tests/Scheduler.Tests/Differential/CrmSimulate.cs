using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Microkernel.Scheduling.Tests.Differential;

/// <summary>Asks Pacemaker's crm_simulate what a transition leads to.</summary>
internal static partial class CrmSimulate
{
    private const string Program = "/usr/sbin/crm_simulate";

    public static bool IsInstalled => File.Exists(Program);

    /// <summary>Returns the node of each primitive after the transition, "" where it is stopped, and all
    /// output.</summary>
    public static (Dictionary<string, string> Places, string Output) Run(string cib)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, cib);
            using var process = Process.Start(new ProcessStartInfo(Program, ["-S", "-x", file])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            var places = new Dictionary<string, string>();
            var revised = output.IndexOf("Revised Cluster Status", StringComparison.Ordinal);
            Assert.True(revised >= 0, $"crm_simulate did not finish:\n{output}{errors.Result}");
            foreach (Match match in Resource().Matches(output[revised..]))
            {
                var nodes = Node().Matches(match.Groups[2].Value).Select(m => m.Value);
                places[match.Groups[1].Value] = string.Join(' ', nodes);
            }

            return (places, output);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [GeneratedRegex(@"\* (\S+)\s+\((?:ocf|stonith):[^)]*\):\s+(.*)")]
    private static partial Regex Resource();

    [GeneratedRegex(@"\bn\d\b")]
    private static partial Regex Node();
}
