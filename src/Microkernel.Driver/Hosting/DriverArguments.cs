using System.CommandLine;
using Microsoft.Extensions.Logging;

namespace Microkernel.Driver;

/// <summary>The options that every driver has.</summary>
internal sealed class DriverArguments
{
    private readonly Option<string> _directory = new("--driver-dir")
    {
        Description = "Folder that the core watches; the driver serves on DIR/NAME/INSTANCE.sock.",
        HelpName = "DIR",
        DefaultValueFactory = _ => new DriverHostOptions().DriverDirectory,
    };

    private readonly Option<string?> _instance = new("--instance")
    {
        Description = "Name of this instance; random by default. An old and a new one run side by side for a swap.",
        HelpName = "ID",
    };

    private readonly Option<double> _drain = new("--drain-timeout")
    {
        Description = "Seconds that operations under way get to end at SIGTERM.",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => new DriverHostOptions().DrainTimeout.TotalSeconds,
    };

    private readonly Option<LogLevel> _logLevel = new("--log-level")
    {
        Description = "Least severity that is logged.",
        HelpName = "trace|debug|information|warning|error",
        DefaultValueFactory = _ => new DriverHostOptions().LogLevel,
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_logLevel);
        command.Options.Add(_directory);
        command.Options.Add(_instance);
        command.Options.Add(_drain);
    }

    public DriverHostOptions Read(ParseResult parsed)
    {
        var drain = parsed.GetValue(_drain);
        var defaults = new DriverHostOptions();
        return new DriverHostOptions
        {
            DriverDirectory = parsed.GetRequiredValue(_directory),
            LogLevel = parsed.GetValue(_logLevel),
            Instance = parsed.GetValue(_instance) ?? defaults.Instance,
            // What is not a number of seconds at all is refused with the rest.
            DrainTimeout = double.IsFinite(drain) && Math.Abs(drain) < 1e9
                ? TimeSpan.FromSeconds(drain)
                : TimeSpan.MinValue,
        };
    }
}
