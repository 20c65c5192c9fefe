using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microkernel.Core.Drivers;
using Microkernel.Core.State;
using Microkernel.Driver.V1;
using Microkernel.Model;
using Microkernel.V1;
using FenceRequest = Microkernel.Driver.V1.FenceRequest;
using FenceResponse = Microkernel.Driver.V1.FenceResponse;
using Object = Microkernel.V1.Object;

namespace Microkernel.Core.Fencing;

/// <summary>Uses one fence device once, through this node's fencing driver.</summary>
internal sealed class Shooter(DriverHost drivers, DriverMetrics metrics, SecretVault vault, TimeProvider time)
{
    /// <summary>Whether this node has a fencing driver that acts.</summary>
    public bool IsAvailable => drivers.Active(Capability.Fencing) is not null;

    /// <summary>
    /// Works one device of one of a node's levels. What it answers to OFF is proof only when its verdict is VERIFIED_OFF,
    /// or when the device is declared to be trusted.
    /// </summary>
    /// <exception cref="RpcException">There is no driver, the device is not declared, or the driver does not answer.</exception>
    public Task<FenceResponse> UseAsync(
        ClusterSnapshot snapshot, string target, FencingStep step, FenceAction action, string operationId,
        FencingToken? token, CancellationToken ct) =>
        CallAsync(snapshot, step, operationId, token, action, target, ct);

    /// <summary>Whether an answer to OFF is proof that the node is off.</summary>
    public static bool IsProof(ClusterSnapshot snapshot, FencingStep step, FenceResponse answer) =>
        answer.Verdict == FenceVerdict.VerifiedOff ||
        answer.Succeeded && answer.Verdict == FenceVerdict.NotVerified &&
        snapshot.Find(Object.SpecOneofCase.FenceDevice, step.Device)?.FenceDevice is { TrustAgent: true };

    /// <summary>Asks a device whether it answers.</summary>
    public Task<FenceResponse> CheckAsync(ClusterSnapshot snapshot, string device, CancellationToken ct) => CallAsync(
        snapshot, new FencingStep { Device = device }, Guid.NewGuid().ToString("N"), null, FenceAction.Monitor, "", ct);

    private async Task<FenceResponse> CallAsync(
        ClusterSnapshot snapshot, FencingStep step, string operationId, FencingToken? token, FenceAction action,
        string target, CancellationToken ct)
    {
        using var use = await drivers.UseAsync(host => host.Active(Capability.Fencing), "device " + step.Device, ct)
            ?? throw new RpcException(new Status(StatusCode.Unavailable, "no fencing driver acts on this node"));
        var driver = use.Driver;
        var device = snapshot.Find(Object.SpecOneofCase.FenceDevice, step.Device)?.FenceDevice
            ?? throw new RpcException(new Status(StatusCode.NotFound, $"fence device {step.Device} is not declared"));
        var timeout = EffectiveFenceDevice.Of(device).Timeout;
        var request = new FenceRequest
        {
            OperationId = operationId,
            Token = token,
            DriverGeneration = driver.Generation,
            Device = step.Device,
            Node = target,
            Agent = "fence:" + device.Agent,
            Action = action,
            Timeout = Duration.FromTimeSpan(timeout),
        };
        foreach (var (name, value) in device.Parameters) request.Parameters[name] = value;
        if (device.HostMap.TryGetValue(target, out var port)) request.Parameters["port"] = port;
        foreach (var (name, value) in step.Parameters) request.Parameters[name] = value;
        // What to do is decided here, not by a leftover of an imported configuration.
        request.Parameters.Remove("action");
        foreach (var (name, value) in vault.Resolve(snapshot, device.SecretParameters))
            request.SecretParameters[name] = value;
        foreach (var (name, value) in vault.Resolve(snapshot, step.SecretParameters))
            request.SecretParameters[name] = value;
        var began = time.GetTimestamp();
        var outcome = "unanswered";
        try
        {
            var response = await driver.Fencing.FenceAsync(
                request, deadline: DateTime.UtcNow + timeout + ShotTimes.AnswerMargin, cancellationToken: ct);
            outcome = response.Succeeded ? "Ok" : response.Verdict.ToString();
            return response;
        }
        finally
        {
            metrics.OperationEnded(
                driver.Name, request.Agent, action.ToString(), outcome, time.GetElapsedTime(began));
        }
    }
}
