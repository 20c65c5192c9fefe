using Grpc.Core;
using Microkernel.Core.Drivers.Supervision;
using DriverState = Microkernel.V1.DriverState;

namespace Microkernel.Core.Drivers.Swapping;

/// <summary>Finds what an operator wants a driver to be swapped to.</summary>
internal sealed class SwapTargets(DriverHost host, DriverSupervisor supervisor)
{
    /// <summary>Finds the target, and the manifest by which a program is started.</summary>
    /// <exception cref="RpcException">NOT_FOUND: there is none. INVALID_ARGUMENT: the text is neither path nor
    /// name.</exception>
    public (SwapTarget Target, DriverManifest? Manifest) Find(string driver, string target)
    {
        if (host.Drivers.All(known => known.Name != driver))
            throw NotFound($"no driver '{driver}' is on this node: there are " +
                string.Join(", ", host.Drivers.Select(known => known.Name).Distinct()));
        var manifest = supervisor.ManifestOf(driver);
        try
        {
            if (target.Length == 0) return (Newest(driver, manifest), manifest);
            if (Path.IsPathRooted(target)) return (new SwapTarget(null, DriverProgram.At(target)), manifest);
            if (target.Contains('/', StringComparison.Ordinal))
                throw new RpcException(new Status(StatusCode.InvalidArgument,
                    $"target: got '{target}', expected an absolute path, a version or the name of an instance"));
            if (Attached(driver).FirstOrDefault(instance =>
                instance.InstanceName == target || instance.Handshake!.Version == target) is { } attached)
                return (new SwapTarget(attached.InstanceName, null), manifest);
            if (manifest is not null && DriverProgram.Versions(manifest).Contains(target))
                return (new SwapTarget(null, DriverProgram.OfVersion(manifest, target)), manifest);
        }
        catch (FileNotFoundException e)
        {
            throw NotFound(e.Message);
        }
        throw NotFound($"driver {driver} has no instance or version '{target}': {Known(driver, manifest)}");
    }

    /// <summary>What an operator should see to so that the swap outlasts the new process.</summary>
    public static IEnumerable<string> Remarks(string driver, SwapTarget target, DriverManifest? manifest)
    {
        if (target.Program is not { } program)
            yield return "the old instance stands by until whoever runs it ends it";
        else if (manifest is null)
            yield return $"nothing starts {program.Path} again when it ends or the host boots: change the service "
                + $"that ran " +
                $"the old one, or write a manifest {driver}.yaml";
        else if (DriverProgram.Newest(manifest) != program)
            yield return $"the manifest still says {manifest.Program}: change it, or the next start takes " +
                DriverProgram.Newest(manifest).Path;
    }

    private SwapTarget Newest(string driver, DriverManifest? manifest)
    {
        var acting = host.Active(driver)?.Handshake?.Version ?? "";
        var newer = Attached(driver).FirstOrDefault(
            instance => SemanticVersion.IsNewer(instance.Handshake!.Version, acting));
        if (newer is not null) return new SwapTarget(newer.InstanceName, null);
        return manifest is not null
            ? new SwapTarget(null, DriverProgram.Newest(manifest))
            : throw NotFound($"nothing newer than version {acting} of driver {driver} is attached: "
                + $"{Known(driver, manifest)}");
    }

    private string Known(string driver, DriverManifest? manifest)
    {
        var attached = Attached(driver).Select(instance =>
            $"instance {instance.InstanceName} ({instance.Handshake!.Version})");
        var versions = manifest is null ? [] : DriverProgram.Versions(manifest).Select(version => $"version {version}");
        var all = attached.Concat(versions).ToList();
        return all.Count == 0 ? "there is none but the acting one; give the path of a program"
            : "there are " + string.Join(", ", all);
    }

    private IEnumerable<DriverConnection> Attached(string driver) => host.Drivers.Where(
        instance => instance.Name == driver && instance.State == DriverState.Observer);

    private static RpcException NotFound(string message) => new(new Status(StatusCode.NotFound, message));
}
