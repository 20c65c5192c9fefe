using System.Text.RegularExpressions;
using Microkernel.Driver;

namespace Microkernel.Drivers.Fencing;

/// <summary>What a fence agent answered.</summary>
internal sealed partial class FenceReply(ToolResult result, SecretMask mask)
{
    private const int BadArguments = 2;
    private const int PasswordMissing = 10;
    private const int PrivilegesMissing = 11;
    private const int StatusOff = 2;
    private const int ReasonLengthMax = 300;

    public int ExitCode => result.ExitCode;

    public bool TimedOut => result.TimedOut;

    public bool Succeeded => !result.TimedOut && result.ExitCode == 0;

    /// <summary>Whether the agent refuses for good: wrong arguments, no password, no privilege.</summary>
    public bool IsRefusal =>
        !result.TimedOut && result.ExitCode is BadArguments or PasswordMissing or PrivilegesMissing;

    /// <summary>Lines of standard output; data, not masked.</summary>
    public IEnumerable<string> Lines => result.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>What it wrote, for people; secrets masked.</summary>
    public string Output
    {
        get
        {
            var tail = new OutputTail();
            tail.Append(System.Text.Encoding.UTF8.GetBytes(result.StandardOutput + result.Output));
            return tail.Text(mask);
        }
    }

    /// <summary>Reads the answer to the action status: true is on, false off, null unknown.</summary>
    /// <remarks>
    /// Exit code 2 means off, but also wrong arguments, and a Python that cannot find its script exits so too. It
    /// counts as off only when the agent also says "off", or says nothing at all.
    /// </remarks>
    public bool? Powered
    {
        get
        {
            if (result.TimedOut)
                return null;
            if (result.ExitCode == 0)
                return true;
            if (result.ExitCode != StatusOff)
                return null;
            var saysOff = Off().IsMatch(result.StandardOutput) && !On().IsMatch(result.StandardOutput);
            var saysNothing = string.IsNullOrWhiteSpace(result.StandardOutput)
                && string.IsNullOrWhiteSpace(result.Output);
            return saysOff || saysNothing ? false : null;
        }
    }

    /// <summary>Says in one sentence how an action of the agent failed.</summary>
    public string Reason(string action)
    {
        var said = Output.Split('\n').LastOrDefault(line => line.Trim().Length > 0) ?? "";
        if (said.Length > ReasonLengthMax)
            said = string.Concat(said.AsSpan(0, ReasonLengthMax), "…");
        return $"{action} {result.Ending}" + (said.Length == 0 ? "" : $": {said}");
    }

    [GeneratedRegex(@"\boff\b", RegexOptions.IgnoreCase)]
    private static partial Regex Off();

    [GeneratedRegex(@"\bon\b", RegexOptions.IgnoreCase)]
    private static partial Regex On();
}
