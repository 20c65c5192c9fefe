using Microkernel.Driver.V1;

namespace Microkernel.Driver;

/// <summary>Reads what an instance is asked to take over; nothing is looked at unless all of it is
/// well-formed.</summary>
internal static class AdoptRequests
{
    /// <summary>Most resources in one request.</summary>
    public const int ResourcesMax = 4096;

    /// <summary>Looks that are under way at once: agents are processes, and the node has other work.</summary>
    public const int LooksAtOnce = 8;

    public static IReadOnlyList<ResourceOperation> Read(AdoptRequest request, TimeSpan timeout, string node)
    {
        if (request.Resources.Count > ResourcesMax)
            throw DriverErrors.Invalid("resources", request.Resources.Count, $"at most {ResourcesMax}");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var looks = new List<ResourceOperation>(request.Resources.Count);
        foreach (var (index, resource) in request.Resources.Index())
        {
            var field = $"resources[{index}]";
            RequestChecks.Name(field + ".resource", resource.Resource);
            RequestChecks.Name(field + ".agent", resource.Agent);
            if (!seen.Add(resource.Resource))
                throw DriverErrors.Invalid(field + ".resource", resource.Resource, "each resource once");
            looks.Add(new ResourceOperation
            {
                OperationId = "adopt",
                Resource = resource.Resource,
                Agent = resource.Agent,
                Action = ResourceAction.Monitor,
                Parameters = RequestChecks.Parameters(resource.Parameters, resource.SecretParameters),
                Timeout = timeout,
                SpecGeneration = resource.SpecGeneration,
                Node = node,
            });
        }
        return looks;
    }
}
