namespace Microkernel.Scheduling.Engine;

/// <summary>A host and what is known of it.</summary>
internal sealed class Node(int index, string id, string name)
{
    /// <summary>Gets the position among the cluster's nodes; tables of scores are indexed by it.</summary>
    public int Index { get; } = index;

    public string Id { get; } = id;

    public string Name { get; } = name;

    /// <summary>Gets or sets whether it is in the membership and its manager answers.</summary>
    public bool Online { get; set; }

    /// <summary>Gets or sets whether it may run anything and has to be fenced.</summary>
    public bool Unclean { get; set; }

    /// <summary>Gets or sets why it is unclean.</summary>
    public string UncleanReason { get; set; } = "";

    /// <summary>Gets or sets whether nothing was ever heard of it.</summary>
    public bool Unseen { get; set; } = true;

    /// <summary>Gets or sets whether it joined the membership and its manager is not ready yet.</summary>
    public bool Pending { get; set; }

    public bool Standby { get; set; }

    /// <summary>Gets or sets whether a failure put it into standby.</summary>
    public bool StandbyByFailure { get; set; }

    public bool Maintenance { get; set; }

    /// <summary>Gets or sets whether it asked to leave.</summary>
    public bool ShuttingDown { get; set; }

    public bool ExpectedUp { get; set; }

    /// <summary>Gets or sets whether it is to run nothing: a witness, a ping node.</summary>
    public bool RunsNothing { get; set; }

    /// <summary>Gets or sets whether the scheduler's own node it is.</summary>
    public bool IsCoordinator { get; set; }

    /// <summary>Gets or sets whether it is looked what runs there.</summary>
    public bool DiscoversResources { get; set; } = true;

    /// <summary>Gets or sets whether it was unfenced.</summary>
    public bool Unfenced { get; set; }

    /// <summary>Gets or sets the score that every resource has there, from the node itself.</summary>
    public int BaseScore { get; set; }

    public Dictionary<string, string> Attributes { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, int> Capacity { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets or sets how many resources were placed there.</summary>
    public int Placed { get; set; }

    /// <summary>Gets or sets the sum of priorities of what runs there, for the delay of fencing.</summary>
    public int PrioritySum { get; set; }

    /// <summary>Tells whether resources can run there.</summary>
    public bool IsAvailable => Online && !ShuttingDown && !Unclean && !Standby && !Maintenance && !RunsNothing;

    /// <summary>Returns an attribute, the built-in ones included; null when there is none.</summary>
    public string? Attribute(string name) => name switch
    {
        "#uname" => Name,
        "#id" => Id,
        "#kind" => "cluster",
        "#is_dc" => IsCoordinator ? "true" : "false",
        _ => Attributes.GetValueOrDefault(name),
    };

    /// <summary>Makes it to be fenced, if it is not yet.</summary>
    public void Suspect(string reason)
    {
        if (!Unclean)
        {
            (Unclean, UncleanReason) = (true, reason);
        }
    }

    public override string ToString() => Name;
}
