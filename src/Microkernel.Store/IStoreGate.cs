using Google.Protobuf;
using Grpc.Core;

namespace Microkernel.Store;

/// <summary>Decides about single requests of etcd's API, where a rule for the whole method is not enough.</summary>
public interface IStoreGate
{
    /// <summary>Looks at a request before it is done.</summary>
    /// <exception cref="RpcException">It is refused.</exception>
    void Check(IMessage request, ServerCallContext context);

    /// <summary>Is told of a request that has changed something.</summary>
    void Changed(IMessage request, ServerCallContext context);
}
