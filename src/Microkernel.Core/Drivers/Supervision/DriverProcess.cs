using System.Text.Json;

namespace Microkernel.Core.Drivers.Supervision;

/// <summary>
/// A process of a driver that a core has started, written down beside its socket so that the next core finds it.
/// </summary>
/// <param name="Name">Name of the driver.</param>
/// <param name="Instance">Name of the instance.</param>
/// <param name="ProcessId">Its process.</param>
/// <param name="Started">When the process was started, in clock ticks since boot.</param>
/// <param name="Program">What it runs.</param>
internal sealed record DriverProcess(string Name, string Instance, int ProcessId, ulong Started, DriverProgram Program)
{
    private const string Ending = ".run";

    /// <summary>Whether the process lives.</summary>
    public bool IsAlive => ProcessTable.StartOf(ProcessId) == Started;

    /// <summary>Reads what cores before this one have started; what cannot be read is of no use and goes.</summary>
    public static IReadOnlyList<DriverProcess> ReadAll(string driverDirectory, string name)
    {
        var folder = Path.Combine(driverDirectory, name);
        if (!Directory.Exists(folder)) return [];
        var found = new List<DriverProcess>();
        foreach (var path in Directory.EnumerateFiles(folder, "*" + Ending))
        {
            try
            {
                if (JsonSerializer.Deserialize<DriverProcess>(File.ReadAllText(path)) is { } process)
                    found.Add(process);
            }
            catch (JsonException)
            {
                File.Delete(path);
            }
        }
        return found;
    }

    /// <summary>Writes it down, as a whole or not at all.</summary>
    public void Save(string driverDirectory)
    {
        var path = PathIn(driverDirectory, Ending);
        File.WriteAllText(path + ".new", JsonSerializer.Serialize(this));
        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>Clears away what a process that has ended left.</summary>
    public void Forget(string driverDirectory)
    {
        File.Delete(PathIn(driverDirectory, Ending));
        File.Delete(PathIn(driverDirectory, ".sock"));
    }

    private string PathIn(string driverDirectory, string ending) =>
        Path.Combine(driverDirectory, Name, Instance + ending);
}
