using System.CommandLine;
using System.Globalization;
using System.Xml;
using Microkernel.Cli.CommandLine;
using Microkernel.Cli.Failures;
using Microkernel.Simulation;

namespace Microkernel.Cli.Commands;

/// <summary>The options of commands that work on a saved CIB, without any cluster.</summary>
internal sealed class CibInput
{
    private readonly Option<string> _cib = new("--cib")
    {
        Description = "A CIB of Pacemaker, configuration and status, or - for standard input.",
        HelpName = "FILE",
        Required = true,
    };

    private readonly Option<string[]> _nodeFail = new("--node-fail")
    {
        Description = "A node that is lost before; may be given several times.",
        HelpName = "NODE",
    };

    private readonly Option<string[]> _opFail = new("--op-fail")
    {
        Description = "An operation that failed before; may be given several times.",
        HelpName = "RESOURCE:OPERATION@NODE",
    };

    private readonly Option<string> _time = new("--time")
    {
        Description = "The time that rules and failures are judged at, as 2026-01-31T12:00:00Z; default: now, or what"
            + " the CIB says.",
        HelpName = "TIME",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_cib);
        command.Add(_nodeFail);
        command.Add(_opFail);
        command.Add(_time);
    }

    /// <summary>Reads the file and does something with it.</summary>
    /// <exception cref="CommandFailure">The file or an option is wrong.</exception>
    public T Use<T>(CommandSession session, Func<string, CibSimulationOptions, T> use)
    {
        var text = Read(session);
        var options = new CibSimulationOptions
        {
            Now = TimeOf(session, text),
            FailedNodes = session.Value(_nodeFail) ?? [],
            FailedOperations = session.Value(_opFail) ?? [],
        };
        try
        {
            return use(text, options);
        }
        catch (Exception e) when (e is XmlException or FormatException)
        {
            throw new CommandFailure(ExitCodes.Refused, $"{session.Value(_cib)}: {e.Message}");
        }
    }

    private string Read(CommandSession session)
    {
        var file = session.Value(_cib)!;
        if (file == "-")
        {
            return session.Terminal.In.ReadToEnd();
        }

        return File.Exists(file)
            ? File.ReadAllText(file)
            : throw CommandFailure.Usage("--cib", file, "a file, or - for standard input");
    }

    private DateTimeOffset? TimeOf(CommandSession session, string cib)
    {
        if (session.Value(_time) is not { } text)
        {
            return cib.Contains("execution-date=", StringComparison.Ordinal) ? null : DateTimeOffset.UtcNow;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time : throw CommandFailure.Usage("--time", text, "a time as 2026-01-31T12:00:00Z");
    }
}
