using System.CommandLine;

namespace Microkernel.EndToEnd.Playground;

/// <summary>Runs a command on a host of the lab that <c>lab up</c> left running.</summary>
public static class HostCommand
{
    /// <summary>Creates <c>lab host</c>.</summary>
    public static Command Create()
    {
        var host = new Argument<string>("host") { Description = "Such as vapp1 or client." };
        var line = new Argument<string[]>("command") { Description = "The command and its arguments." };
        var command = new Command("host", "Run a command on a host that up left running.") { host, line };
        command.SetAction(async (parsed, token) =>
        {
            if (Lab.Find(UpCommand.LabDirectory) is not { } lab)
            {
                await Console.Error.WriteLineAsync("No cluster is up; run 'make up'.");
                return 1;
            }

            var result = await lab[parsed.GetValue(host)!].ExecuteAsync(parsed.GetValue(line)!, null, token);
            await Console.Out.WriteAsync(result.Output);
            await Console.Error.WriteAsync(result.Error);
            return result.ExitCode;
        });
        return command;
    }
}
