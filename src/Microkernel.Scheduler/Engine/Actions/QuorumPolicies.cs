using Microkernel.V1;

namespace Microkernel.Scheduling.Engine;

/// <summary>What a missing quorum means for a resource.</summary>
internal static class QuorumPolicies
{
    /// <summary>Returns the policy that counts; ignore where there is quorum.</summary>
    public static NoQuorumPolicy Of(Cluster cluster, Resource resource)
    {
        if (cluster.Options.Quorate)
        {
            return NoQuorumPolicy.Ignore;
        }

        if (cluster.Options.NoQuorumPolicy != NoQuorumPolicy.Demote)
        {
            return cluster.Options.NoQuorumPolicy;
        }

        if (resource.Role is not (ResourceRole.Promoted or ResourceRole.Unpromoted))
        {
            return NoQuorumPolicy.Stop;
        }

        if (resource.NextRole > ResourceRole.Unpromoted)
        {
            resource.SetNextRole(ResourceRole.Unpromoted, "there is no quorum, and the policy is to demote");
        }

        return NoQuorumPolicy.Ignore;
    }
}
