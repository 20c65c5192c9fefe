using Grpc.Core;
using Microkernel.Conformance.Sections;

namespace Microkernel.Conformance;

/// <summary>
/// Tests a driver against the protocol, sentence by sentence. The driver must be one that no core uses: the suite takes
/// its core's place.
/// </summary>
public static class ConformanceSuite
{
    internal static IReadOnlyList<Check> Checks { get; } =
    [
        .. SocketChecks.All, .. HandshakeChecks.All, .. ActivationChecks.All, .. HealthChecks.All,
            .. CatalogueChecks.All,
        .. StateStreamChecks.All, .. ResourceRequestChecks.All, .. ResourceOperationChecks.All, .. ValidationChecks.All,
        .. AdoptionChecks.All, .. FencingRequestChecks.All, .. FencingOperationChecks.All, .. HeartbeatChecks.All,
        .. SecretChecks.All, .. DrainChecks.All,
    ];

    /// <summary>Runs every check, one after the other, and yields each result as it comes.</summary>
    /// <param name="socket">Path of the driver's socket.</param>
    /// <param name="options">What may be used of the driver.</param>
    /// <param name="cancel">Ends the run between two checks.</param>
    /// <exception cref="DriverInServiceException">A core uses the driver; nothing was changed.</exception>
    public static async IAsyncEnumerable<CheckResult> RunAsync(
        string socket, ConformanceOptions options,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(socket);
        ArgumentNullException.ThrowIfNull(options);
        using var subject = new Subject(socket, options, cancel);
        await ServiceGuard.CheckAsync(subject);
        foreach (var check in Checks)
        {
            cancel.ThrowIfCancellationRequested();
            yield return await RunAsync(check, subject);
        }
    }

    private static async Task<CheckResult> RunAsync(Check check, Subject subject)
    {
        var (outcome, detail) = (CheckOutcome.Passed, "");
        try
        {
            await check.RunAsync(subject);
        }
        catch (CheckFailedException e)
        {
            (outcome, detail) = (CheckOutcome.Failed, e.Message);
        }
        catch (CheckSkippedException e)
        {
            (outcome, detail) = (CheckOutcome.Skipped, e.Message);
        }
        catch (RpcException e) when (!subject.Cancel.IsCancellationRequested)
        {
            (outcome, detail) = (CheckOutcome.Failed, $"got {Expect.Name(e.StatusCode)}: {e.Status.Detail}");
        }
        return new CheckResult(check.Section, check.Sentence, outcome, detail);
    }
}
