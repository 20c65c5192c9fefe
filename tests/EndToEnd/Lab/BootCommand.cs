using System.CommandLine;

namespace Microkernel.EndToEnd;

/// <summary>Boots the hosts with nothing on them: to try things by hand, and to test the lab itself.</summary>
public static class BootCommand
{
    /// <summary>Line on standard output that says that all hosts are up.</summary>
    public const string UpLine = "up";

    /// <summary>Creates <c>lab boot</c>.</summary>
    public static Command Create()
    {
        var directory = new Argument<string>("directory") { Description = "Folder for disks, logs and sockets." };
        var command = new Command("boot", "Boot the hosts without a cluster, until this program ends.") { directory };
        command.SetAction(async (parsed, token) =>
        {
            var options = new LabOptions { Directory = parsed.GetValue(directory)! };
            await using var lab = await Lab.StartAsync(options, token);
            await lab.TurnOnAsync(token);
            await Console.Out.WriteLineAsync(UpLine);
            await Task.Delay(Timeout.Infinite, token);
        });
        return command;
    }
}
