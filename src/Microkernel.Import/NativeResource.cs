using Microkernel.Import.Sources;
using Microkernel.Model;
using Microkernel.Model.Validation;
using Microkernel.V1;

namespace Microkernel.Import;

/// <summary>A Resource of one of the project's own drivers, being made from what several places say of it.</summary>
/// <remarks>Agents and parameters are those of docs/migrating/agents.md.</remarks>
internal sealed class NativeResource
{
    public const string Drbd = "drbd:resource";
    public const string Target = "iscsi:target";
    public const string Session = "iscsi:session";
    public const string Map = "multipath:map";
    public const string Bond = "bonding:bond";
    public const string Bridge = "bonding:bridge";

    private readonly ImportContext _context;
    private V1.Object? _secrets;

    private NativeResource(ObjectDraft draft, ImportContext context)
    {
        Draft = draft;
        _context = context;
    }

    public ObjectDraft Draft { get; }

    public string Title => Draft.Object.Title();

    public string Name => Draft.Object.Name();

    /// <summary>Gets whether nothing in the old cluster ran it.</summary>
    public bool IsNew { get; private init; }

    /// <summary>Gets the agent that runs it and stays; null when it is one of the project's own.</summary>
    public string? KeptAgent { get; private init; }

    /// <summary>Gets its clone, made when there is none.</summary>
    public CloneSpec Clone => Spec.Clone_ ??= new CloneSpec();

    private ResourceSpec Spec => Draft.Object.Resource;

    /// <summary>Makes a Resource that nothing in the old cluster ran.</summary>
    public static NativeResource Create(string agent, string name, SourceElement from, ImportContext context)
    {
        Kinds.TryGet("Resource", out var kind);
        var draft = context.Add(
            new V1.Object { Resource = new ResourceSpec { Agent = agent } },
            context.Names.Claim(kind!, name, $"{agent.Split(':')[0]}-{name}"),
            from);
        return new NativeResource(draft, context) { IsNew = true };
    }

    /// <summary>Takes a Resource that the old cluster had and that now is one of the project's own.</summary>
    public static NativeResource Replace(ObjectDraft draft, ImportContext context) => new(draft, context);

    /// <summary>Takes a Resource that keeps its agent.</summary>
    public static NativeResource Keep(ObjectDraft draft, ImportContext context) =>
        new(draft, context) { KeptAgent = draft.Object.Resource.Agent };

    public bool Has(string parameter) =>
        Spec.Parameters.ContainsKey(parameter) || Spec.SecretParameters.ContainsKey(parameter);

    public string? ValueOf(string parameter) => Spec.Parameters.GetValueOrDefault(parameter);

    /// <summary>Sets a parameter; one that holds a secret goes to a Secret.</summary>
    public void Set(string parameter, string value, SourceAttribute? from = null)
    {
        if (!IsSecret(parameter) || value.Length == 0)
        {
            Spec.Parameters[parameter] = value;
            return;
        }

        if (from is not null && !SecretNames.IsSecret(from.Name))
        {
            from.Owner.Secrets = [.. from.Owner.Secrets, from.Name];
        }

        _secrets ??= SecretDrafts.Add(Draft.Source, Name, _context);
        _secrets.Secret.Values[parameter] = value;
        Spec.SecretParameters[parameter] = new SecretReference { Secret = _secrets.Name(), Key = parameter };
    }

    /// <summary>
    /// Keeps it off all nodes but these: one Location whose rule looks at the node's name. Nothing when these are all.
    /// </summary>
    public void Restrict(IReadOnlyCollection<string> nodes)
    {
        var others = _context.Nodes.Names.Except(nodes).ToList();
        if (others.Count == 0 || nodes.Count == 0)
        {
            return;
        }

        var rule = new Rule();
        rule.Terms.AddRange(nodes.Select(n => new RuleTerm
        {
            Attribute = new AttributeTest
            {
                Attribute = "#uname",
                Comparison = AttributeComparison.NotEqual,
                Value = n,
            },
        }));
        Kinds.TryGet("Location", out var kind);
        var spec = new LocationSpec { Resource = Name };
        spec.Rules.Add(new LocationRule { Score = Scores.MinusInfinity, When = rule });
        _context.Add(
            new V1.Object { Location = spec }, _context.Names.Claim(kind!, $"{Name}-only-where-it-is"), Draft.Source);
    }

    private static bool IsSecret(string parameter) =>
        SecretNames.IsSecret(parameter[(parameter.LastIndexOf('.') + 1)..])
        || parameter.EndsWith("password", StringComparison.Ordinal) || parameter == "shared-secret"
        || parameter.StartsWith("password.", StringComparison.Ordinal);
}
