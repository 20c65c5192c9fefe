using System.Diagnostics;

namespace Microkernel.EndToEnd.Demo;

/// <summary>Tells the person who watches what happens, with the seconds since the start.</summary>
public sealed class Narrator(TextWriter output)
{
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>Tells what begins now.</summary>
    public void Say(string what) =>
        output.WriteLine($"[{Stopwatch.GetElapsedTime(_start).TotalSeconds,5:0.0} s] {what}");

    /// <summary>Shows lines that belong to what was said last.</summary>
    public void Show(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            output.WriteLine($"          {line}");
        }
    }

    /// <summary>Shows the output of a program, without the empty lines at its end.</summary>
    public void Show(string text) => Show(text.TrimEnd().Split('\n'));
}
