using Microkernel.Driver.V1;

namespace Microkernel.Core.Drivers;

/// <summary>Hears what happens to driver connections.</summary>
internal interface IDriverObserver
{
    /// <summary>The driver was greeted; decides whether it acts or observes.</summary>
    Task OnGreetedAsync(DriverConnection driver, CancellationToken ct);

    /// <summary>A message came on its stream of changes.</summary>
    void OnState(DriverConnection driver, WatchStateResponse message);

    /// <summary>Its state or reason changed.</summary>
    void OnChanged(DriverConnection driver);
}
