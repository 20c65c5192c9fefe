using Google.Protobuf.WellKnownTypes;
using Microkernel.Import.Sources;
using Microkernel.Model;
using Microkernel.Model.Validation;
using Microkernel.V1;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.ClusterConf.Agents;

/// <summary>Makes one resource from an element of a service, attribute by attribute.</summary>
internal sealed class ResourceBuilder
{
    private readonly ImportContext _context;
    private V1.Object? _secrets;

    public ResourceBuilder(ServiceElement element, string name, ImportContext context)
    {
        Element = element;
        _context = context;
        Draft = context.Add(new V1.Object { Resource = new ResourceSpec() }, name, element.Place);
    }

    public ServiceElement Element { get; }

    public ObjectDraft Draft { get; }

    private ResourceSpec Spec => Draft.Object.Resource;

    /// <summary>Sets the agent.</summary>
    public ResourceBuilder Agent(string agent)
    {
        Spec.Agent = agent;
        return this;
    }

    /// <summary>Takes an attribute as a parameter of another name; a missing or empty one is left out.</summary>
    public ResourceBuilder Copy(string attribute, string parameter)
    {
        if (Element.Definition.Find(attribute) is { } found)
        {
            if (found.Value.Length > 0)
            {
                Set(parameter, found.Value);
            }

            _context.Say(Mapped, found, $"{Draft.Object.Title()} parameter {parameter}");
        }

        return this;
    }

    /// <summary>Sets a parameter; one that holds a secret goes to a Secret.</summary>
    public ResourceBuilder Set(string parameter, string value)
    {
        if (!SecretNames.IsSecret(parameter))
        {
            Spec.Parameters[parameter] = value;
            return this;
        }

        _secrets ??= SecretDrafts.Add(Element.Definition, Draft.Object.Name(), _context);
        _secrets.Secret.Values[parameter] = value;
        Spec.SecretParameters[parameter] = new SecretReference { Secret = _secrets.Name(), Key = parameter };
        return this;
    }

    /// <summary>Says that an attribute means something else now, where it is there.</summary>
    public ResourceBuilder Changed(string attribute, string outcome) => Say(ChangedMeaning, attribute, outcome);

    /// <summary>Says that an attribute has no counterpart, where it is there and not switched off.</summary>
    public ResourceBuilder Without(string attribute, string outcome)
    {
        var off = Element.Definition.Find(attribute)?.Value is "0" or "no" or "off" or "false" or "";
        return Say(off ? Mapped : NoCounterpart, attribute, off ? "off, as here" : outcome);
    }

    /// <summary>Says that an attribute means the same, where it is there.</summary>
    public ResourceBuilder Same(string attribute, string outcome) => Say(Mapped, attribute, outcome);

    /// <summary>Says what is to know of the resource as a whole.</summary>
    public ResourceBuilder Note(ImportSeverity severity, string outcome)
    {
        _context.Say(severity, Element.Place, outcome, Draft);
        return this;
    }

    /// <summary>Sets timeouts of start and stop where rgmanager had none.</summary>
    public ResourceBuilder Timeouts(TimeSpan start, TimeSpan stop)
    {
        RecoveryPolicy.OperationOf(Spec, Operation.Start).Timeout ??= Duration.FromTimeSpan(start);
        RecoveryPolicy.OperationOf(Spec, Operation.Stop).Timeout ??= Duration.FromTimeSpan(stop);
        return this;
    }

    /// <summary>Takes every attribute left, but rgmanager's own, as a parameter of the same name.</summary>
    public ResourceBuilder CopyRest()
    {
        Element.Take("name");
        foreach (var attribute in Element.Definition.Attributes)
        {
            if (!attribute.IsHandled && !attribute.Name.StartsWith("__", StringComparison.Ordinal))
            {
                Copy(attribute.Name, attribute.Name);
            }
        }

        return this;
    }

    /// <summary>Says of every attribute left, but rgmanager's own, that it has no counterpart.</summary>
    public void LoseRest(string outcome)
    {
        Element.Take("name");
        foreach (var attribute in Element.Definition.Attributes.Where(
            a => !a.IsHandled && !a.Name.StartsWith("__", StringComparison.Ordinal)))
        {
            _context.Say(NoCounterpart, attribute, outcome, Draft);
        }
    }

    /// <summary>Deals with what every resource may have, and says what it became.</summary>
    public void Finish(string wantedName)
    {
        CommonAttributes.Map(Element, Draft, _context);
        _context.Say(Mapped, Element.Place, $"{Draft.Object.Title()}, {Spec.Agent}");
        if (Draft.Object.Name() != wantedName)
        {
            _context.Say(
                ChangedMeaning,
                Element.Place,
                $"the name {wantedName} is taken or may not be used here, it is {Draft.Object.Name()} now",
                Draft);
        }
    }

    private ResourceBuilder Say(ImportSeverity severity, string attribute, string outcome)
    {
        if (Element.Definition.Find(attribute) is { } found)
        {
            _context.Say(severity, found, outcome, Draft);
        }

        return this;
    }
}
