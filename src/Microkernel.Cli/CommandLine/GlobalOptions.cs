using System.CommandLine;
using Microkernel.Cli.Connection;
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

    /// <summary>Gets the file of trusted authorities.</summary>
    public Option<string?> Ca { get; } = FileOption("--ca", "MKCTL_CA", "Authorities that vouch for the servers, in PEM");

    /// <summary>Gets the file of the user's certificate.</summary>
    public Option<string?> Cert { get; } = FileOption("--cert", "MKCTL_CERT", "Certificate to show, in PEM");

    /// <summary>Gets the file of its key.</summary>
    public Option<string?> Key { get; } = FileOption("--key", "MKCTL_KEY", "Key of that certificate, in PEM");

    /// <summary>Gets whether there is no TLS.</summary>
    public Option<bool> Insecure { get; } = new("--insecure")
    {
        Description = "Call without TLS, for a cluster that has 'insecure: true'; also MKCTL_INSECURE=1. A token in "
            + "MKCTL_TOKEN, which stands for a certificate, is then not sent.",
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
        root.Add(Ca);
        root.Add(Cert);
        root.Add(Key);
        root.Add(Insecure);
        root.Add(Output);
        root.Add(Timeout);
        root.Add(NoColor);
    }

    /// <summary>Returns what the command line and, behind it, the environment say of certificates.</summary>
    public ClientCredentials Credentials(ParseResult arguments, Func<string, string?> environment) =>
        new ClientCredentials(
            arguments.GetValue(Ca), arguments.GetValue(Cert), arguments.GetValue(Key), null,
            arguments.GetValue(Insecure)).Or(new ClientCredentials(
                environment("MKCTL_CA"), environment("MKCTL_CERT"), environment("MKCTL_KEY"), environment("MKCTL_TOKEN"),
                environment("MKCTL_INSECURE") == "1"));

    private static Option<string?> FileOption(string name, string variable, string description) => new(name)
    {
        Description = $"{description}. Default: {variable}, the context, or what 'mkctl init' left on this host.",
        HelpName = "FILE",
        Recursive = true,
    };

    private static Option<TimeSpan?> CreateTimeout()
    {
        var option = OptionValues.Duration(
            "--timeout", "How long to wait for an answer, as 500ms or 2m. Default: 30s; for 'fence' 5m.");
        option.Recursive = true;
        return option;
    }
}
