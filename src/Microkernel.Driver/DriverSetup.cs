using System.CommandLine;
using Microsoft.Extensions.Logging;

namespace Microkernel.Driver;

/// <summary>What a driver's parts are made from once its command line is known.</summary>
public sealed class DriverSetup
{
    private readonly ParseResult _arguments;

    internal DriverSetup(
        ParseResult arguments, IStatePublisher state, IDriverSession session, ILoggerFactory loggers, TimeProvider time)
    {
        _arguments = arguments;
        State = state;
        Session = session;
        Loggers = loggers;
        Time = time;
    }

    /// <summary>Takes what the driver sees change.</summary>
    public IStatePublisher State { get; }

    /// <summary>What the core has said about itself and the instance's rights.</summary>
    public IDriverSession Session { get; }

    /// <summary>Makes loggers; all write one line an entry to standard error.</summary>
    public ILoggerFactory Loggers { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>Gets the value of an option that was added to the builder.</summary>
    public T Value<T>(Option<T> option) => _arguments.GetRequiredValue(option);
}
