namespace Microkernel.Driver;

/// <summary>Fires when the process is about to end and long streams must end with it.</summary>
internal sealed class DriverStopping : IDisposable
{
    private readonly CancellationTokenSource _source = new();

    public CancellationToken Token => _source.Token;

    public void Stop() => _source.Cancel();

    public void Dispose() => _source.Dispose();
}
