using System.Xml.Linq;
using Microkernel.Scheduling.Engine;
using Microkernel.Simulation.Cib;

namespace Microkernel.Simulation.History;

/// <summary>Resources that wait for a node that shut down in order.</summary>
internal static class ShutdownLocks
{
    public static void Read(CibWorld world, Resource resource, Node node, XElement history)
    {
        var options = world.Cluster.Options;
        if (!options.ShutdownLock || history.Get("shutdown-lock") is not { } text || resource.Top.IsClone)
        {
            return;
        }

        var since = DateTimeOffset.FromUnixTimeSeconds(CibXml.Number(text, 0));
        if (options.ShutdownLockLimit <= TimeSpan.Zero || since + options.ShutdownLockLimit > options.Now)
        {
            resource.LockNode = node;
        }
    }
}
