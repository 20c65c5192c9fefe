using System.CommandLine;
using Google.Protobuf;
using Grpc.Core;
using Microkernel.Cli.Connection;
using Microkernel.Cli.Contexts;
using Microkernel.Cli.Output;
using Microkernel.Cli.Terminals;

namespace Microkernel.Cli.CommandLine;

/// <summary>One run of one command: its arguments, its terminal, its way to the cluster.</summary>
internal sealed class CommandSession : IDisposable
{
    private readonly ParseResult _arguments;
    private readonly GlobalOptions _options;
    private readonly TimeSpan _timeout;
    private ClusterConnection? _cluster;

    /// <summary>Creates the session; nothing is connected before the first call.</summary>
    public CommandSession(CommandEnvironment environment, ParseResult arguments, TimeSpan defaultTimeout)
    {
        _arguments = arguments;
        _options = environment.Options;
        Terminal = environment.Terminal;
        Format = arguments.GetValue(_options.Output);
        _timeout = arguments.GetValue(_options.Timeout) ?? defaultTimeout;
        UsesColor = !arguments.GetValue(_options.NoColor) && Terminal.AllowsColor;
        Ink = new Ink(UsesColor && Terminal.OutIsTerminal);
    }

    /// <summary>Gets the terminal.</summary>
    public Terminal Terminal { get; }

    /// <summary>Gets standard output.</summary>
    public TextWriter Out => Terminal.Out;

    /// <summary>Gets the form of the result.</summary>
    public OutputFormat Format { get; }

    /// <summary>Gets whether the result is for people.</summary>
    public bool IsForPeople => Format is OutputFormat.Table or OutputFormat.Wide;

    /// <summary>Gets whether colour may be used on a terminal.</summary>
    public bool UsesColor { get; }

    /// <summary>Gets the colours of standard output.</summary>
    public Ink Ink { get; }

    /// <summary>
    /// Gets the columns that a table may take: the terminal's; null, for as many as it needs, where it is wide or goes
    /// to a file or program.
    /// </summary>
    public int? TableWidth => Format == OutputFormat.Wide || !Terminal.OutIsTerminal ? null : Terminal.Width;

    /// <summary>Gets the way to the cluster.</summary>
    public ClusterConnection Cluster => _cluster ??= Connect();

    /// <summary>Gets by which files the cluster is called: those of the command line, the environment, the context.</summary>
    public ClientCredentials UsedCredentials =>
        _options.Credentials(_arguments, Terminal.Environment).Or(Target.Credentials);

    /// <summary>Returns the value of an option.</summary>
    public T? Value<T>(Option<T> option) => _arguments.GetValue(option);

    /// <summary>Returns the value of an argument that must be given.</summary>
    public T Value<T>(Argument<T> argument) => _arguments.GetRequiredValue(argument);

    /// <summary>Returns the value of an argument that may be left out.</summary>
    public T? OptionalValue<T>(Argument<T> argument) => _arguments.GetValue(argument);

    /// <summary>Calls the cluster; shows on a terminal what takes longer than a second.</summary>
    /// <param name="doing">What is done, as "Fencing vapp2".</param>
    /// <param name="call">Starts the call.</param>
    /// <param name="cancellation">Ends it early.</param>
    public Task<T> CallAsync<T>(
        string doing, Func<CallInvoker, CallOptions, AsyncUnaryCall<T>> call, CancellationToken cancellation) =>
        Progress.ShowAsync(this, doing, Cluster.CallAsync(call, cancellation));

    /// <summary>Reads from the cluster, likewise.</summary>
    /// <param name="doing">What is done.</param>
    /// <param name="call">Starts the call, which changes nothing.</param>
    /// <param name="cancellation">Ends it early.</param>
    public Task<T> ReadAsync<T>(
        string doing, Func<CallInvoker, CallOptions, AsyncUnaryCall<T>> call, CancellationToken cancellation) =>
        Progress.ShowAsync(this, doing, Cluster.CallAsync(call, cancellation, isRead: true));

    /// <summary>Prints an answer for programs, or lets it be printed for people.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="names">Lines for <c>-o name</c>.</param>
    /// <param name="show">Prints it for people.</param>
    public void Print(IMessage answer, IEnumerable<string> names, Action show)
    {
        switch (Format)
        {
            case OutputFormat.Json:
                Out.WriteLine(MessageText.Json(answer));
                break;
            case OutputFormat.Yaml:
                Out.Write(MessageText.Yaml(answer));
                break;
            case OutputFormat.Name:
                foreach (var name in names)
                {
                    Out.WriteLine(name);
                }

                break;
            default:
                show();
                break;
        }
    }

    /// <summary>Writes a remark for people to standard error.</summary>
    public void Remark(string text, Tone tone = Tone.Plain) =>
        Terminal.Error.WriteLine(new Ink(UsesColor && Terminal.ErrorIsTerminal).Paint(SafeText.Lines(text), tone));

    /// <inheritdoc/>
    public void Dispose() => _cluster?.Dispose();

    private ClusterTarget Target => ServerSelector.Select(
        Value(_options.Server) ?? [], Value(_options.Context), Terminal.Environment);

    private ClusterConnection Connect() => new(Target.Servers, UsedCredentials, _timeout, Terminal.Time);
}
