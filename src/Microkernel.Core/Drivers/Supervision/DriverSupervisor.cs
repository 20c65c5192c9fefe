using System.Collections.Concurrent;

namespace Microkernel.Core.Drivers.Supervision;

/// <summary>
/// Starts the drivers that the manifest directory names, and starts them again when they end. They live on when this
/// core ends; the next one finds them.
/// </summary>
internal sealed partial class DriverSupervisor(
    SupervisorOptions options, SupervisedDriverFactory factory, TimeProvider time, ILogger<DriverSupervisor> logger)
    : BackgroundService
{
    private readonly ConcurrentDictionary<string, SupervisedDriver> _drivers = new();
    private readonly ConcurrentDictionary<string, (DateTime Written, string Problem)> _read = new();

    /// <summary>The manifest of a driver; null when the core does not watch over it.</summary>
    public DriverManifest? ManifestOf(string driver) => _drivers.GetValueOrDefault(driver)?.Manifest;

    /// <summary>What is wrong with a driver that is watched over, for people; empty when nothing is.</summary>
    public string ProblemOf(string driver)
    {
        var file = Path.Combine(options.ManifestDirectory, driver + ".yaml");
        return _read.TryGetValue(file, out var read) && read.Problem.Length > 0
            ? read.Problem
            : _drivers.GetValueOrDefault(driver)?.Problem ?? "";
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.LookInterval, time);
        try
        {
            do
            {
                ReadManifests();
                foreach (var driver in _drivers.Values) driver.Look(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The core stops; drivers go on.
        }
    }

    private void ReadManifests()
    {
        var files = Directory.Exists(options.ManifestDirectory)
            ? Directory.EnumerateFiles(options.ManifestDirectory, "*.yaml").ToHashSet()
            : [];
        foreach (var file in files)
        {
            var written = File.GetLastWriteTimeUtc(file);
            if (_read.TryGetValue(file, out var known) && known.Written == written) continue;
            _read[file] = (written, Read(file));
        }
        foreach (var gone in _read.Keys.Except(files).ToList())
        {
            _read.TryRemove(gone, out _);
            // Nobody said that it shall end: it is let go, not killed.
            if (_drivers.TryRemove(Path.GetFileNameWithoutExtension(gone), out var driver)) LogLetGo(logger,
                driver.Manifest.Name);
        }
    }

    private string Read(string file)
    {
        try
        {
            var manifest = DriverManifestReader.Read(file);
            _drivers.GetOrAdd(manifest.Name, _ => factory.Create(manifest)).Manifest = manifest;
            return "";
        }
        catch (DriverManifestException e)
        {
            // The last good one goes on.
            LogBadManifest(logger, e.Message);
            return e.Message;
        }
    }

    [LoggerMessage(1032, LogLevel.Error, "A driver manifest is not used, the last good one goes on: {Problem}",
        EventName = "DriverManifestRefused")]
    private static partial void LogBadManifest(ILogger logger, string problem);

    [LoggerMessage(1033, LogLevel.Warning,
        "The manifest of driver {Name} is gone: it runs on, and is not started again when it ends",
        EventName = "DriverLetGo")]
    private static partial void LogLetGo(ILogger logger, string name);
}
