namespace Microkernel.Drivers.Heartbeat.Tests.EndToEnd;

/// <summary>Takes figures down, as rows of a table in Markdown; also in the file MICROKERNEL_REPORT.</summary>
internal sealed class MeasurementReport(ITestOutputHelper output)
{
    /// <summary>Adds a row.</summary>
    public void Row(string what, string figures)
    {
        var row = $"| {what} | {figures} |";
        output.WriteLine(row);
        if (Environment.GetEnvironmentVariable("MICROKERNEL_REPORT") is { Length: > 0 } file)
            File.AppendAllText(file, row + "\n");
    }
}
