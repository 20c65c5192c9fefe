namespace Microkernel.Core.Drivers;

/// <summary>A call to the active instance of a driver: until it is disposed, a swap waits for it.</summary>
internal sealed class DriverUse(DriverConnection driver, IDisposable place) : IDisposable
{
    public DriverConnection Driver => driver;

    public void Dispose() => place.Dispose();
}
