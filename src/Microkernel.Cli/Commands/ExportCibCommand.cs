using System.CommandLine;
using Microkernel.Cli.CommandLine;
using Microkernel.Cli.Manifests;
using Microkernel.Import.Export;
using Microkernel.V1;

namespace Microkernel.Cli.Commands;

/// <summary><c>mkctl export cib</c>: writes the configuration as Pacemaker's.</summary>
internal sealed class ExportCibCommand : ClusterCommand
{
    private readonly Option<string[]> _files = new("--filename", "-f")
    {
        Description = "Manifests to write (files, folders, or - for standard input) in place of the cluster's objects.",
    };

    private readonly Option<string[]> _offline = new("--offline")
    {
        Description = "A node that the state shows as off; may be given several times. All others are there.",
        HelpName = "NODE",
    };

    /// <summary>Creates the command.</summary>
    public ExportCibCommand(CommandEnvironment environment)
        : base(
            "cib",
            "Write the configuration as a CIB for Pacemaker's crm_verify and crm_simulate, on standard output. In its "
            + "state every node is there and nothing runs. Values of secrets are left out.",
            environment)
    {
        Add(_files);
        Add(_offline);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("mkctl export cib > cib.xml && crm_simulate -x cib.xml -S", "What Pacemaker would make of this cluster."),
        ("mkctl export cib -f site.yaml --offline node1", "The same of manifests, with a node off."),
    ];

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(CommandSession session, CancellationToken cancellation)
    {
        var files = session.Value(_files) ?? [];
        var objects = files.Length > 0
            ? ManifestFiles.Read(session, files).Select(m => m.Object).ToList()
            : (await session.ReadAsync(
                "Reading",
                (invoker, options) =>
                    new ObjectService.ObjectServiceClient(invoker).ListAsync(new ListRequest(), options),
                cancellation)).Objects.ToList();
        session.Out.Write(CibExport.ToXml(objects, session.Value(_offline)));
        return ExitCodes.Ok;
    }
}
