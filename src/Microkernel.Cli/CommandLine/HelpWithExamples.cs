using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Microkernel.Cli.CommandLine;

/// <summary>Writes the usual help of a command, then its examples.</summary>
internal sealed class HelpWithExamples : SynchronousCommandLineAction
{
    private readonly HelpAction _help;

    private HelpWithExamples(HelpAction help)
    {
        _help = help;
        _help.MaxWidth = Terminals.Terminal.DefaultWidth;
    }

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <summary>Puts it in the place of the help of a root command and all below.</summary>
    public static void Install(RootCommand root)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        option.Action = new HelpWithExamples((HelpAction)option.Action!);
    }

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var result = _help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is ClusterCommand { Examples: { Count: > 0 } examples })
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var (line, remark) in examples)
            {
                output.WriteLine($"  {line}");
                output.WriteLine($"      {remark}");
            }

            output.WriteLine();
        }

        return result;
    }
}
