using Grpc.Core;
using Microkernel.Driver.V1;

namespace Microkernel.Conformance;

/// <summary>Sees, before anything is changed, that no core uses the driver.</summary>
internal static class ServiceGuard
{
    private const string Advice = "Start an instance of its own for the test, in a folder that no core watches";

    public static async Task CheckAsync(Subject subject)
    {
        // Cores give generations far above 1, so that an instance in service refuses this one, and one that nobody has
        // greeted refuses any.
        try
        {
            await subject.Driver.ActivateAsync(
                new ActivateRequest { Generation = 1, Activation = Activation.Observer }, deadline: subject.Soon,
                cancellationToken: subject.Cancel);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Aborted)
        {
            throw new DriverInServiceException(
                $"{subject.Socket} is in service, or was tested before: it holds a generation. {Advice}", e);
        }
        catch (RpcException e)
        {
            if (Unreachable(e) is { } reason) throw new IOException($"{subject.Socket}: {reason}", e);
            subject.BeforeHandshake = e.Status;
        }
        try
        {
            var answer = await subject.Driver.HandshakeAsync(
                subject.Greeting(), deadline: subject.Soon, cancellationToken: subject.Cancel);
            if (answer.Generation > 1)
                throw new DriverInServiceException(
                    $"{subject.Socket} is in service: a core has given it generation {answer.Generation}. {Advice}");
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Aborted)
        {
            throw new DriverInServiceException(
                $"{subject.Socket} is in service: a core of a higher epoch has greeted it. {Advice}", e);
        }
        catch (RpcException)
        {
            // It answers, if badly: the checks say how.
        }
    }

    /// <summary>Why there is no driver at all; null when there is one that answers.</summary>
    private static string? Unreachable(RpcException e)
    {
        for (Exception? inner = e.Status.DebugException; inner is not null; inner = inner.InnerException)
            if (inner is System.Net.Sockets.SocketException or UnauthorizedAccessException)
                return inner.Message;
        return e.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded ? e.Status.Detail : null;
    }
}
