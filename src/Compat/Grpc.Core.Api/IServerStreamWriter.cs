namespace Grpc.Core;

/// <summary>Writes the responses of a call from its server; the stream ends when the method returns.</summary>
public interface IServerStreamWriter<in T> : IAsyncStreamWriter<T>;
