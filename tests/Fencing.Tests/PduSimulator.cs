using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microkernel.Driver.Tests;

namespace Microkernel.Drivers.Fencing.Tests;

/// <summary>snmpd(8) that plays an APC rack power strip with the outlets n1 and n2, which are files that say on or off.</summary>
public sealed class PduSimulator : IDisposable
{
    public const string Community = "writers7";

    private readonly TestFolder _folder = new();
    private readonly Process _agent;

    public PduSimulator()
    {
        Port = FreePort();
        File.WriteAllText(_folder.File("outlet1"), "1");
        File.WriteAllText(_folder.File("outlet2"), "1");
        var strip = _folder.Script("strip", $"""
            #!/usr/bin/python3
            import sys
            BASE = (1, 3, 6, 1, 4, 1, 318, 1, 1, 12, 3)
            NAME, CONTROL, SEEN_NAME, STATE = (3, 1, 1, 2), (3, 1, 1, 4), (5, 1, 1, 2), (5, 1, 1, 4)
            def file(outlet): return "{_folder.Path}/outlet%d" % outlet
            def power(outlet): return open(file(outlet)).read()
            oids = sorted(BASE + column + (n,) for column in (NAME, CONTROL, SEEN_NAME, STATE) for n in (1, 2))
            asked = tuple(int(part) for part in sys.argv[2].strip(".").split("."))
            if sys.argv[1] == "-s":
                open(file(asked[-1]), "w").write(sys.argv[4])
                sys.exit(0)
            found = asked if asked in oids else None
            if sys.argv[1] == "-n":
                found = next((oid for oid in oids if oid > asked), None)
            if found is None: sys.exit(0)
            print("." + ".".join(map(str, found)))
            if found[len(BASE):-1] in (NAME, SEEN_NAME): print("string\nn%d" % found[-1])
            else: print("integer\n" + power(found[-1]))
            """);
        File.WriteAllText(_folder.File("snmpd.conf"), $"""
            agentaddress udp:127.0.0.1:{Port}
            rwcommunity {Community} 127.0.0.1
            sysobjectid .1.3.6.1.4.1.318.1.3.4.5
            pass .1.3.6.1.4.1.318.1.1.12.3 {strip}

            """);
        _agent = Process.Start(new ProcessStartInfo("/usr/sbin/snmpd",
            ["-f", "-Lf", _folder.File("snmpd.log"), "-C", "-c", _folder.File("snmpd.conf"), "-p", _folder.File("snmpd.pid")])
        {
            Environment = { ["SNMP_PERSISTENT_DIR"] = _folder.Path },
        })!;
    }

    public int Port { get; }

    public bool IsOn(int outlet) => File.ReadAllText(_folder.File($"outlet{outlet}")) == "1";

    public void Dispose()
    {
        _agent.Kill();
        _agent.WaitForExit();
        _agent.Dispose();
        _folder.Dispose();
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
