using Microkernel.Import.Sources;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.Iscsi;

/// <summary>What a target section of targets.conf(5) says.</summary>
internal sealed class TargetSettings(SourceElement target, NativeResource resource, ImportContext context)
{
    private static readonly Dictionary<string, string> OfLun = new()
    {
        ["scsi_id"] = "scsi-id",
        ["scsi_sn"] = "serial",
        ["vendor_id"] = "vendor",
        ["product_id"] = "product",
        ["product_rev"] = "revision",
        ["write-cache"] = "write-cache",
        ["readonly"] = "read-only",
        ["block-size"] = "block-size",
    };

    private readonly List<string> _initiators = [];
    private readonly List<int> _luns = [];
    private int _next = 1;
    private int _users;

    public void Import()
    {
        // tgt gives LUN 0 to the controller and counts disks from 1, in the order of the file.
        foreach (var attribute in target.Attributes.Where(a => a.Name is "backing-store" or "direct-store").ToList())
        {
            AddLun(attribute, attribute.Value, attribute.Name, null);
        }

        foreach (var section in target.Children.Where(c => c.Name is "backing-store" or "direct-store").ToList())
        {
            section.IsHandled = true;
            AddLun(null, section.Label, section.Name, section);
        }

        foreach (var attribute in target.Attributes.Where(a => !a.IsHandled).ToList())
        {
            Map(attribute);
        }

        if (_initiators.Count > 0)
        {
            resource.Set("initiators", string.Join(',', _initiators));
        }

        if (_luns.Count == 0)
        {
            context.Say(NoCounterpart, target, target.Title, "there is no disk behind it");
        }
    }

    private void AddLun(SourceAttribute? attribute, string device, string kind, SourceElement? section)
    {
        var said = section?.Find("lun") is { } given ? context.Number(given, 1, 255) : null;
        while (_luns.Contains(_next))
        {
            _next++;
        }

        var lun = said ?? _next;
        _luns.Add(lun);
        resource.Set($"lun.{lun}.device", device);
        if (kind == "direct-store")
        {
            resource.Set($"lun.{lun}.kind", "passthrough");
        }

        var outcome = $"{resource.Title} parameter lun.{lun}.device";
        if (attribute is not null)
        {
            context.Say(Mapped, attribute, outcome);
            return;
        }

        context.Say(Mapped, section!, outcome);
        section!.Take("lun");
        foreach (var inner in section.Attributes.Where(a => !a.IsHandled))
        {
            MapLun(inner, [lun]);
        }
    }

    private void Map(SourceAttribute attribute)
    {
        switch (attribute.Name)
        {
            case "initiator-address" or "initiator-name":
                if (!attribute.Value.Equals("ALL", StringComparison.OrdinalIgnoreCase))
                {
                    _initiators.Add(attribute.Value);
                }

                context.Say(Mapped, attribute, $"{resource.Title} parameter initiators");
                break;
            case "incominguser" or "outgoinguser":
                MapUser(attribute, attribute.Name == "incominguser");
                break;
            case "driver":
                context.Say(
                    attribute.Value == "iscsi" ? Mapped : NoCounterpart,
                    attribute,
                    attribute.Value == "iscsi" ? "the agent exports by iSCSI" : "the agent exports by iSCSI alone");
                break;
            case "allow-in-use" or "bs-type" or "controller_tid" or "mode_page" or "device-type" or "removable"
                or "sense_format" or "params" or "ignore-errors":
                context.Say(NoCounterpart, attribute, "a setting of tgt that the agent has no parameter for");
                break;
            default:
                MapLun(attribute, _luns);
                break;
        }
    }

    private void MapLun(SourceAttribute attribute, List<int> luns)
    {
        if (!OfLun.TryGetValue(attribute.Name, out var parameter))
        {
            resource.Set($"option.{attribute.Name}", attribute.Value);
            context.Say(Mapped, attribute, $"{resource.Title} parameter option.{attribute.Name}");
            return;
        }

        var value = parameter is "write-cache" or "read-only"
            ? (attribute.Value is "on" or "1" or "yes" ? "true" : "false") : attribute.Value;
        foreach (var lun in luns)
        {
            resource.Set($"lun.{lun}.{parameter}", value);
        }

        context.Say(
            luns.Count == 0 ? NoCounterpart : Mapped, attribute,
            luns.Count == 0 ? "there is no disk that it is of"
                : $"{resource.Title} parameter {parameter} of each LUN that it is for");
    }

    private void MapUser(SourceAttribute attribute, bool incoming)
    {
        attribute.Owner.Secrets = [.. attribute.Owner.Secrets, attribute.Name];
        var words = attribute.Value.Split([' ', '\t'], 2, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length != 2)
        {
            context.Say(Error, attribute, "expected a name and a password");
            return;
        }

        var suffix = incoming && ++_users > 1 ? $".{_users}" : string.Empty;
        var (user, password) = incoming ? ($"user{suffix}", $"password{suffix}") : ("mutual-user", "mutual-password");
        resource.Set(user, words[0]);
        resource.Set(password, words[1].Trim('"'));
        context.Say(Mapped, attribute, $"{resource.Title} parameter {user} and secret parameter {password}");
    }
}
