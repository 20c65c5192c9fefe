using System.CommandLine.Parsing;

namespace Microkernel.Drivers.Heartbeat.Platform;

/// <summary>Checks numbers on the command line.</summary>
internal static class OptionRange
{
    /// <summary>Refuses a number outside the range, ends included.</summary>
    public static void RefuseOutside(this OptionResult result, int least, int most)
    {
        if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var value)
            && (value < least || value > most))
            result.AddError($"{result.Option.Name}: got {value}, expected {least} to {most}");
    }
}
