using Google.Protobuf.WellKnownTypes;
using Microkernel.Import.Sources;
using Microkernel.Model;
using Microkernel.Model.Validation;
using Microkernel.V1;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.ClusterConf;

/// <summary>&lt;fencedevices&gt;: each device an object, its secrets in a Secret.</summary>
internal static class FenceDeviceSection
{
    /// <summary>Makes the devices and returns them by their names in the file.</summary>
    public static Dictionary<string, ObjectDraft> Import(SourceElement root, ImportContext context)
    {
        Kinds.TryGet("FenceDevice", out var kind);
        var devices = new Dictionary<string, ObjectDraft>(StringComparer.Ordinal);
        foreach (var element in root.TakeChildren("fencedevices").SelectMany(
            d => d.TakeChildren("fencedevice")).ToList())
        {
            if (element.Take("name") is not { Length: > 0 } source)
            {
                element.TakeWhole();
                context.Say(Error, element, "the device has no name");
                continue;
            }

            var name = context.Names.Claim(kind!, source);
            var draft = context.Add(new V1.Object { FenceDevice = new FenceDeviceSpec() }, name, element);
            context.Say(Mapped, element, $"FenceDevice/{name}");
            if (!devices.TryAdd(source, draft))
            {
                context.Say(Error, element, $"another device is named {source}", draft);
            }

            ImportAgent(element, draft, context);
            FenceAction.Import(element, draft, context);
            Parameters(
                element, draft, draft.Object.FenceDevice.Parameters, draft.Object.FenceDevice.SecretParameters, name,
                context);
        }

        ImportPostFailDelay(root, devices.Values, context);
        return devices;
    }

    /// <summary>Takes every attribute not dealt with yet as a parameter of the agent; secrets go to a Secret.</summary>
    public static void Parameters(
        SourceElement element,
        ObjectDraft draft,
        IDictionary<string, string> plain,
        IDictionary<string, SecretReference> secret,
        string secretName,
        ImportContext context)
    {
        V1.Object? store = null;
        foreach (var attribute in element.Attributes.Where(a => !a.IsHandled))
        {
            if (!SecretNames.IsSecret(attribute.Name) || attribute.Value.Length == 0)
            {
                plain[attribute.Name] = attribute.Value;
                context.Say(Mapped, attribute, $"{draft.Object.Title()} parameter {attribute.Name}");
                continue;
            }

            store ??= SecretDrafts.Add(element, secretName, context);
            store.Secret.Values[attribute.Name] = attribute.Value;
            secret[attribute.Name] = new SecretReference { Secret = store.Name(), Key = attribute.Name };
            context.Say(
                Mapped, attribute, $"{draft.Object.Title()} secret parameter {attribute.Name}, kept in"
                    + $" {store.Title()}");
        }
    }

    private static void ImportAgent(SourceElement element, ObjectDraft draft, ImportContext context)
    {
        var spec = draft.Object.FenceDevice;
        if (element.Find("agent") is not { Value.Length: > 0 } attribute)
        {
            context.Say(Error, element, "the device has no agent", draft);
            return;
        }

        // fenced took a path as well as a name.
        var agent = Path.GetFileName(attribute.Value);
        if (context.Options.FenceAgents.TryGetValue(agent, out var substitute))
        {
            spec.Agent = substitute;
            draft.Comment("spec.agent", $"was {agent}");
            context.Say(ChangedMeaning, attribute, $"{substitute} takes its place, as was asked for", draft);
            return;
        }

        spec.Agent = agent;
        if (FenceAgents.AdviceOn(agent) is { } advice)
        {
            context.Say(ChangedMeaning, attribute, $"kept, but {advice}", draft);
        }
        else
        {
            context.Say(Mapped, attribute, $"{draft.Object.Title()} agent {agent}");
        }
    }

    // fenced waited once before it fenced; a delay of every device does the same.
    private static void ImportPostFailDelay(
        SourceElement root, IReadOnlyCollection<ObjectDraft> devices, ImportContext context)
    {
        foreach (var daemon in root.TakeChildren("fence_daemon"))
        {
            if (daemon.Find("post_fail_delay") is not { } attribute
                || context.Number(attribute, 0, 86_400) is not { } seconds)
            {
                continue;
            }

            if (seconds == 0)
            {
                context.Say(Mapped, attribute, "fencing begins at once, as here");
                continue;
            }

            foreach (var draft in devices)
            {
                draft.Object.FenceDevice.Delay = Duration.FromTimeSpan(TimeSpan.FromSeconds(seconds));
                draft.Comment("spec.delay", $"was post_fail_delay={attribute.Value}");
            }

            context.Say(
                ChangedMeaning,
                attribute,
                $"each FenceDevice has a delay of {seconds}s, which every failover waits for; one device's delay is"
                    + " enough against two nodes that shoot each other");
        }
    }
}
