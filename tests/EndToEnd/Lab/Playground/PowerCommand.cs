using System.CommandLine;

namespace Microkernel.EndToEnd.Playground;

/// <summary>Presses power buttons in the lab that <c>lab up</c> left running.</summary>
public static class PowerCommand
{
    /// <summary>Creates <c>lab power</c>.</summary>
    public static Command Create()
    {
        var action = new Argument<string>("action") { Description = "What to do." };
        action.AcceptOnlyFromAmong("on", "off", "reboot", "status");
        var host = new Argument<string>("host") { Description = "Such as vapp1." };
        var command = new Command("power", "Press the power button of a host that up left running.") { action, host };
        command.SetAction(async (parsed, token) =>
        {
            if (Lab.Find(UpCommand.LabDirectory) is not { } lab)
            {
                await Console.Error.WriteLineAsync("No cluster is up; run 'make up'.");
                return 1;
            }

            var answer = await lab.Bmc.AskAsync($"{parsed.GetValue(action)} {parsed.GetValue(host)}", token);
            await Console.Out.WriteLineAsync(answer);
            return 0;
        });
        return command;
    }
}
