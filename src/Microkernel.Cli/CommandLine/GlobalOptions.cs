using System.CommandLine;
using Microkernel.Cli.Output;

namespace Microkernel.Cli.CommandLine;

/// <summary>The options that every command has.</summary>
internal sealed class GlobalOptions
{
    /// <summary>Gets the servers to call.</summary>
    public Option<string[]> Server { get; } = new("--server")
    {
        Description = "Cores to call, tried in turn: unix:///PATH, HOST or HOST:PORT, with commas between. "
            + "Default: unix:///run/microkernel/core.sock.",
        HelpName = "ADDRESS",
        Recursive = true,
    };

    /// <summary>Gets the context to take the servers from.</summary>
    public Option<string?> Context { get; } = new("--context")
    {
        Description = "Context of ~/.config/mkctl/config.yaml to take the servers from. Default: MKCTL_CONTEXT, "
            + "which may also list servers.",
        HelpName = "NAME",
        Recursive = true,
    };

    /// <summary>Gets the form of the result.</summary>
    public Option<OutputFormat> Output { get; } = OptionValues.Format("--output", "-o");

    /// <summary>Gets how long the command may take.</summary>
    public Option<TimeSpan?> Timeout { get; } = CreateTimeout();

    /// <summary>Gets whether colour is forbidden.</summary>
    public Option<bool> NoColor { get; } = new("--no-color")
    {
        Description = "Never use colour; the same as NO_COLOR=1.",
        Recursive = true,
    };

    /// <summary>Adds all to the root.</summary>
    public void AddTo(RootCommand root)
    {
        root.Add(Server);
        root.Add(Context);
        root.Add(Output);
        root.Add(Timeout);
        root.Add(NoColor);
    }

    private static Option<TimeSpan?> CreateTimeout()
    {
        var option = OptionValues.Duration(
            "--timeout", "How long to wait for an answer, as 500ms or 2m. Default: 30s; for 'fence' 5m.");
        option.Recursive = true;
        return option;
    }
}
