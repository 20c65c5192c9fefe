using System.CommandLine;
using Microkernel.EndToEnd;
using Microkernel.EndToEnd.Clusters;
using Microkernel.EndToEnd.Torture;
using Microkernel.Linearizability;

var seconds = new Option<int>("--seconds") { Description = "How long.", DefaultValueFactory = _ => 60 };
var clients = new Option<int>("--clients") { Description = "How many clients.", DefaultValueFactory = _ => 8 };
var seed = new Option<int>("--seed") { Description = "What faults are drawn from.", DefaultValueFactory = _ => 1 };
var history = new Option<FileInfo?>("--history") { Description = "Where to write the history, as JSON lines." };
var check = new Option<FileInfo?>("--check") { Description = "Only judge a history that was written before." };
var command = new RootCommand("Torments three real cores while clients use them, and judges what they were told.")
{
    seconds, clients, seed, history, check,
};
command.SetAction(async (parsed, cancellationToken) =>
{
    if (parsed.GetValue(check) is { } written)
    {
        var read = HistoryFile.Read(written.FullName);
        var violation = RevisionOrder.FindViolation(read) ?? LinearizabilityChecker.FindViolation(read);
        Console.WriteLine(violation ?? $"{read.Count} operations: linearizable");
        return violation is null ? 0 : 1;
    }

    if (await LabRequirements.MissingAsync() is { } missing || (missing = ClusterPrograms.Missing()) is not null)
    {
        await Console.Error.WriteLineAsync(missing);
        return 1;
    }

    var options = new TortureOptions
    {
        Duration = TimeSpan.FromSeconds(parsed.GetValue(seconds)),
        Clients = parsed.GetValue(clients),
        Seed = parsed.GetValue(seed),
    };
    await using var lab = await Lab.StartAsync(new LabOptions(), cancellationToken);
    var result = await TortureRun.RunAsync(lab, options, Console.WriteLine, cancellationToken);
    if (parsed.GetValue(history) is { } file)
    {
        HistoryFile.Write(file.FullName, result.History);
    }

    lab.KeepDirectory = result.Violations.Count > 0;
    Console.WriteLine(string.Join('\n', [.. result.Violations, result.Summary()]));
    return result.Violations.Count == 0 ? 0 : 1;
});
var configuration = new InvocationConfiguration
{
    ProcessTerminationTimeout = null,
    EnableDefaultExceptionHandler = false,
};
try
{
    return await command.Parse(args).InvokeAsync(configuration);
}
catch (Exception e) when (e is TimeoutException or IOException or FormatException or InvalidOperationException)
{
    await Console.Error.WriteLineAsync($"torture: {e.Message}");
    return 1;
}
