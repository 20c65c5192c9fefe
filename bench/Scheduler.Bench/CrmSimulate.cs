using System.Diagnostics;

namespace Scheduler.Bench;

/// <summary>Times Debian's crm_simulate on a file.</summary>
internal static class CrmSimulate
{
    private const string Program = "/usr/sbin/crm_simulate";

    public static bool IsInstalled => File.Exists(Program);

    /// <summary>Returns the seconds that a plan took; null where it did not end in time.</summary>
    public static double? Run(string cib, TimeSpan limit)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, cib);
            var watch = Stopwatch.StartNew();
            using var process = Process.Start(new ProcessStartInfo(Program, ["-x", file, "-R", "-Q"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            _ = process.StandardOutput.ReadToEndAsync();
            _ = process.StandardError.ReadToEndAsync();
            if (process.WaitForExit(limit))
            {
                return watch.Elapsed.TotalSeconds;
            }

            process.Kill();
            return null;
        }
        finally
        {
            File.Delete(file);
        }
    }
}
