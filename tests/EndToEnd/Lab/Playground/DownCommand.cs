using System.CommandLine;

namespace Microkernel.EndToEnd.Playground;

/// <summary>Takes down what <c>lab up</c> left running.</summary>
public static class DownCommand
{
    /// <summary>Creates <c>lab down</c>.</summary>
    public static Command Create()
    {
        var command = new Command("down", "Take down what up left running; nothing to do is no error.");
        command.SetAction(async (_, _) =>
        {
            await RemoveAsync();
            return 0;
        });
        return command;
    }

    /// <summary>Ends the lab that was left running, if one is, and removes its folder and its variables.</summary>
    public static async Task RemoveAsync()
    {
        if (Lab.Find(UpCommand.LabDirectory) is { } lab)
        {
            await lab.DisposeAsync();
        }

        if (Directory.Exists(UpCommand.LabDirectory))
        {
            Directory.Delete(UpCommand.LabDirectory, recursive: true);
        }

        if (File.Exists(DevEnvironment.Path)) File.Delete(DevEnvironment.Path);
    }
}
