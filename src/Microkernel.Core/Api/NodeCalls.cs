using Grpc.Core;
using Microkernel.Core.State;
using Microkernel.Core.Transitions;
using Microkernel.Model;
using Microkernel.V1;
using Object = Microkernel.V1.Object;

namespace Microkernel.Core.Api;

/// <summary>Passes calls that concern one node to that node's core.</summary>
internal sealed class NodeCalls(NodeClients nodes, ClusterTracker tracker, NodeIdentity self)
{
    /// <summary>The other node's service; null when the call concerns this node.</summary>
    /// <exception cref="RpcException">NOT_FOUND: there is no such node.</exception>
    public NodeDriverService.NodeDriverServiceClient? Other(string node)
    {
        if (node.Length == 0 || node == self.Node) return null;
        try
        {
            return new NodeDriverService.NodeDriverServiceClient(nodes.To(node));
        }
        catch (KeyNotFoundException)
        {
            throw new RpcException(new Status(StatusCode.NotFound,
                $"no Node is named '{node}': there are " + string.Join(
                ", ", tracker.Current.OfKind(Object.SpecOneofCase.Node).Select(found => found.Name()))));
        }
    }

    /// <summary>Passes a call on; what the other core answers, well or badly, is the answer.</summary>
    public static async Task<T> PassAsync<T>(string node, Func<CallOptions, AsyncUnaryCall<T>> call,
        ServerCallContext context)
    {
        try
        {
            return await call(new CallOptions(deadline: context.Deadline,
                cancellationToken: context.CancellationToken));
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable or StatusCode.Internal)
        {
            throw new RpcException(new Status(
                StatusCode.Unavailable, $"the core of {node} does not answer: {e.Status.Detail}"));
        }
    }
}
