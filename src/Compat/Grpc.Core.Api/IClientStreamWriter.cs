namespace Grpc.Core;

/// <summary>Writes the requests of a call from its client.</summary>
public interface IClientStreamWriter<in T> : IAsyncStreamWriter<T>
{
    /// <summary>Tells the server that no more requests come.</summary>
    Task CompleteAsync();
}
