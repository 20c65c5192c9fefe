using System.Globalization;

namespace Microkernel.Cli.CommandLine;

/// <summary>Shows, on the terminal behind standard error, what takes longer than a second.</summary>
internal static class Progress
{
    private const string ClearLine = "\r\u001b[K";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Waits for work, with a line that counts the seconds once it takes long.</summary>
    public static async Task<T> ShowAsync<T>(CommandSession session, string doing, Task<T> work)
    {
        var terminal = session.Terminal;
        if (!terminal.ErrorIsTerminal || terminal.Environment("TERM") == "dumb")
        {
            return await work;
        }

        var begun = terminal.Time.GetTimestamp();
        var shown = false;
        while (await Task.WhenAny(work, Task.Delay(Patience, terminal.Time)) != work)
        {
            var seconds = terminal.Time.GetElapsedTime(begun).TotalSeconds;
            terminal.Error.Write(string.Create(
                CultureInfo.InvariantCulture, $"{ClearLine}{doing} … {seconds:0} s (Ctrl-C stops waiting)"));
            shown = true;
        }

        if (shown)
        {
            terminal.Error.Write(ClearLine);
        }

        return await work;
    }
}
