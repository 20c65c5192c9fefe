using Microkernel.Import.Sources;
using Microkernel.Model;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.Iscsi;

/// <summary>The login to one target, from the records of all hosts and portals.</summary>
internal sealed class SessionImport
{
    private const int PortDefault = 3260;
    private readonly ImportContext _context;
    private readonly NativeResource _resource;
    private readonly List<string> _portals = [];
    private readonly List<string> _nodes = [];
    private bool _isEverywhere;

    public SessionImport(string target, SourceElement record, ImportContext context)
    {
        _context = context;
        var name = target[(target.LastIndexOf(':') + 1)..];
        _resource = NativeResource.Create(NativeResource.Session, $"login-{name}", record, context);
        _ = _resource.Clone;
        _resource.Set("target", target);
    }

    /// <summary>Takes one record: one portal of one host.</summary>
    public void Add(SourceElement record)
    {
        if (record.File.Host is { } host)
        {
            _nodes.Add(_context.Nodes.Mention(host, record).Object.Name());
        }
        else
        {
            _isEverywhere = true;
        }

        var address = record.Take("node.conn[0].address") ?? record.Take("node.discovery_address") ?? string.Empty;
        var port = record.Take("node.conn[0].port") ?? $"{PortDefault}";
        var portal = address.Contains(':', StringComparison.Ordinal) ? $"[{address}]:{port}" : $"{address}:{port}";
        if (address.Length > 0 && !_portals.Contains(portal))
        {
            _portals.Add(portal);
        }

        record.Take("node.name");
        _context.Say(
            Mapped, record, record.File.Name, $"{_resource.Title}, {NativeResource.Session}, portal {portal}");
        foreach (var attribute in record.Attributes.Where(a => !a.IsHandled))
        {
            AddSetting(attribute);
        }
    }

    /// <summary>Tells whether a host's iscsid.conf counts for it; null is every host's.</summary>
    public bool Counts(string? host) => host is null || _isEverywhere
        || (_context.Nodes.TryGet(host, out var node) && _nodes.Contains(node.Object.Name()));

    /// <summary>Takes a setting of iscsid.conf where no record says otherwise.</summary>
    public void Default(string parameter, string value, SourceAttribute from)
    {
        if (!_resource.Has(parameter))
        {
            _resource.Set(parameter, value, from);
        }
    }

    public void Finish()
    {
        _resource.Set("portals", string.Join(',', _portals.Order(StringComparer.Ordinal)));
        if (!_isEverywhere)
        {
            _resource.Restrict([.. _nodes.Distinct()]);
        }
    }

    private void AddSetting(SourceAttribute attribute)
    {
        if (IscsidKeys.Find(attribute.Name) is { } known)
        {
            if (known.IsSecret)
            {
                attribute.Owner.Secrets = [.. attribute.Owner.Secrets, attribute.Name];
            }

            if (attribute.Value.Length > 0)
            {
                _resource.Set(known.Parameter, known.Convert(attribute.Value), attribute);
            }

            _context.Say(Mapped, attribute, $"{_resource.Title} parameter {known.Parameter}");
        }
        else
        {
            _context.Say(
                NoCounterpart, attribute,
                IscsidKeys.LossOf(attribute.Name) ?? "it stays in the host's own record of the login");
        }
    }
}
