using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microkernel.Core.Drivers.Supervision;
using Microkernel.Driver.V1;
using Microkernel.V1;
using DriverState = Microkernel.V1.DriverState;

namespace Microkernel.Core.Drivers;

/// <summary>Tells all that this core knows of one driver.</summary>
internal sealed class DriverDetails(DriverHost host, DriverSupervisor supervisor, NodeIdentity self)
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Describes a driver.</summary>
    /// <exception cref="RpcException">NOT_FOUND: there is no such driver here.</exception>
    public async Task<GetDriverResponse> DescribeAsync(string name, CancellationToken ct)
    {
        var instances = host.Drivers.Where(driver => driver.Name == name)
            .OrderByDescending(driver => driver.State == DriverState.Active).ToList();
        if (instances.Count == 0)
            throw new RpcException(new Status(StatusCode.NotFound, $"no driver '{name}' is on this node: there are " +
                string.Join(", ", host.Drivers.Select(driver => driver.Name).Distinct())));
        var response = new GetDriverResponse { Node = self.Node, Driver = name };
        response.Instances.Add(instances.Select(Describe));
        if (host.Active(name) is { } acting) response.Agents.Add(await AgentsAsync(acting, ct));
        if (supervisor.ManifestOf(name) is { } manifest)
            response.Supervision = new DriverSupervision
            {
                Program = manifest.Program,
                Versions = { DriverProgram.Versions(manifest) },
                Problem = supervisor.ProblemOf(name),
            };
        return response;
    }

    private static async Task<IEnumerable<string>> AgentsAsync(DriverConnection driver, CancellationToken ct)
    {
        try
        {
            return (await driver.Control.ListAgentsAsync(
                new ListAgentsRequest(), deadline: DateTime.UtcNow + CallTimeout, cancellationToken: ct)).Agents;
        }
        catch (RpcException)
        {
            // It cannot list them now; its health says why.
            return [];
        }
    }

    private static DriverInstance Describe(DriverConnection driver)
    {
        var health = driver.Known.Health;
        var instance = new DriverInstance
        {
            Status = new DriverStatus
            {
                Name = driver.Name,
                Version = driver.Handshake?.Version ?? "",
                InstanceId = driver.Handshake?.InstanceId ?? "",
                State = driver.State,
                Reason = driver.Reason,
                Since = driver.Since.ToTimestamp(),
                Pid = driver.Handshake?.Pid ?? 0,
                Generation = driver.Generation,
            },
            Instance = driver.InstanceName,
            Socket = driver.SocketPath,
            ProtocolVersion = driver.Handshake?.ProtocolVersion ?? 0,
            Health = health.State == Health.Types.State.Unspecified ? "" : health.State.ToString().ToLowerInvariant(),
            Heard = driver.Known.Heard?.ToTimestamp(),
        };
        instance.Status.Capabilities.Add(
            driver.Handshake?.Capabilities.Select(capability => capability.ToString().ToLowerInvariant()) ?? []);
        instance.AgentClasses.Add(driver.Handshake?.AgentClasses ?? []);
        instance.Problems.Add(health.Problems);
        instance.Resources.Add(driver.Known.Resources.Select(
            change => $"{change.Resource} {change.State.ToString().ToLowerInvariant()}"));
        return instance;
    }
}
