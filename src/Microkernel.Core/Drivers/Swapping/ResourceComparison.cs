using Grpc.Core;
using Microkernel.Driver.V1;

namespace Microkernel.Core.Drivers.Swapping;

/// <summary>Has two instances look at the same resources and compares what they see.</summary>
internal static class ResourceComparison
{
    /// <summary>Where the two differ: the resource and what each sees. Empty where they agree.</summary>
    /// <exception cref="SwapFailedException">An instance does not answer for each resource.</exception>
    public static async Task<IReadOnlyList<(AdoptedResource Resource, string Difference)>> CompareAsync(
        DriverConnection old, DriverConnection successor, IReadOnlyList<AdoptedResource> resources,
        TimeSpan lookTimeout, CancellationToken ct)
    {
        if (resources.Count == 0) return [];
        var differences = new List<(AdoptedResource, string)>();
        foreach (var some in resources.Chunk(256))
        {
            var before = LookAsync(old, some, lookTimeout, ct);
            var after = LookAsync(successor, some, lookTimeout, ct);
            await Task.WhenAll(before, after);
            foreach (var (resource, one, other) in some.Zip(await before, await after))
                if (one.Outcome != other.Outcome || one.State != other.State)
                    differences.Add((resource,
                        $"{resource.Resource}: {Describe(one)}, and to the new one {Describe(other)}"));
        }
        return differences;
    }

    private static async Task<IReadOnlyList<AdoptedState>> LookAsync(
        DriverConnection driver, IReadOnlyList<AdoptedResource> resources, TimeSpan lookTimeout, CancellationToken ct)
    {
        var request = new AdoptRequest
        {
            Resources = { resources },
            Timeout = Google.Protobuf.WellKnownTypes.Duration.FromTimeSpan(lookTimeout),
        };
        // Looks go side by side and may wait for what is under way: as long as a look, and some more for the many.
        var deadline = DateTime.UtcNow + lookTimeout * 2;
        IReadOnlyList<AdoptedState> states;
        try
        {
            states = (await driver.Resources.AdoptAsync(request, deadline: deadline, cancellationToken: ct)).Resources;
        }
        catch (RpcException e)
        {
            throw new SwapFailedException($"instance {driver.InstanceName} could not look at the resources: "
                + $"{e.Status.Detail}");
        }
        if (!states.Select(state => state.Resource).SequenceEqual(resources.Select(resource => resource.Resource)))
            throw new SwapFailedException($"instance {driver.InstanceName} did not answer for each resource that it "
                + $"was asked about");
        return states;
    }

    private static string Describe(AdoptedState state) =>
        $"{state.State.ToString().ToUpperInvariant()} ({state.Outcome}"
            + (state.Reason.Length > 0 ? $": {state.Reason})" : ")");
}
