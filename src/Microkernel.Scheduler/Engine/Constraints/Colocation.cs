namespace Microkernel.Scheduling.Engine;

/// <summary>One resource that likes, or dislikes, to run where another one runs.</summary>
internal sealed class Colocation(string name, int score, Resource dependent, Resource primary)
{
    public string Name { get; } = name;

    public int Score { get; } = score;

    /// <summary>Gets the one that follows.</summary>
    public Resource Dependent { get; } = dependent;

    /// <summary>Gets the one that is followed, and placed first.</summary>
    public Resource Primary { get; } = primary;

    public ResourceRole DependentRole { get; init; }

    public ResourceRole PrimaryRole { get; init; }

    /// <summary>Gets the attribute that nodes must share to count as one place.</summary>
    public string? Attribute { get; init; }

    /// <summary>Gets whether the follower's likings move what it follows.</summary>
    public bool Influence { get; init; } = true;

    public bool IsMandatory => Score is >= Engine.Score.Infinity or <= Engine.Score.MinusInfinity;

    public float Factor => Score / (float)Engine.Score.Infinity;

    /// <summary>Tells whether the follower's likings count: always before what it follows runs.</summary>
    public bool HasInfluence(Resource? primary = null) => Influence || !(primary ?? Primary).IsActive;

    /// <summary>Makes it known to both ends.</summary>
    public void Register()
    {
        Dependent.Follows.Add(this);
        Primary.Followers.Add(this);
        Dependent.Cluster.Colocations.Add(this);
    }
}
