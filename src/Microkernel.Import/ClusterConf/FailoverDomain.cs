namespace Microkernel.Import.ClusterConf;

/// <summary>Where services with this domain may and like to run.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsOrdered">Nodes of lower priority numbers are better.</param>
/// <param name="IsRestricted">No other node may run them.</param>
/// <param name="StaysPut">They do not move to a better node that comes back.</param>
/// <param name="Nodes">Names of its nodes and their priorities, 1 to 100; 0 for none, which is worst.</param>
internal sealed record FailoverDomain(
    string Name, bool IsOrdered, bool IsRestricted, bool StaysPut, IReadOnlyList<(string Node, int Priority)> Nodes)
{
    private const int PriorityWorst = 101;

    // Far above what stickiness of one for each of a group's members adds up to.
    private const int ScoreStep = 1000;

    /// <summary>Gets or sets whether a service uses it.</summary>
    public bool IsUsed { get; set; }

    /// <summary>Returns the score of a node of the domain: equal where it is not ordered, else by priority.</summary>
    public int ScoreOf(int priority)
    {
        var rank = !IsOrdered ? 1 : priority == 0 ? PriorityWorst : priority;
        return ScoreStep * (PriorityWorst + 1 - rank);
    }
}
