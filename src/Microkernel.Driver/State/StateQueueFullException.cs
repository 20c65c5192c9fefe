namespace Microkernel.Driver;

/// <summary>A reader of the state stream is too slow.</summary>
internal sealed class StateQueueFullException : Exception
{
    public override string Message => "the reader of the state stream is too slow: open a new stream";
}
