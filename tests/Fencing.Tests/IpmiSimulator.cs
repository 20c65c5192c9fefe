using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microkernel.Driver.Tests;

namespace Microkernel.Drivers.Fencing.Tests;

/// <summary>ipmi_sim(1) with one machine behind it: a process that runs while the power is on.</summary>
public sealed class IpmiSimulator : IDisposable
{
    public const string Password = "secret7";

    private readonly TestFolder _folder = new();
    private readonly Process _simulator;

    public IpmiSimulator()
    {
        Port = FreePort(ProtocolType.Udp);
        var machine = _folder.Script("machine", $"""
            #!/bin/sh
            echo $$ > {_folder.File("pid.new")}
            mv {_folder.File("pid.new")} {_folder.File("pid")}
            exec sleep 600
            """);
        File.WriteAllText(_folder.File("lan.conf"), $"""
            name "machine"
            set_working_mc 0x20
              startlan 1
                addr 127.0.0.1 {Port}
                priv_limit admin
                allowed_auths_admin none md2 md5 straight
                guid a123456789abcdefa123456789abcdef
              endlan
              serial 15 127.0.0.1 {FreePort(ProtocolType.Tcp)} codec VM
              startcmd "{machine}"
              startnow false
              poweroff_wait 1
              kill_wait 1
              user 2 true "admin" "{Password}" admin 10 none md2 md5 straight

            """);
        File.WriteAllText(_folder.File("machine.emu"), """
            mc_setbmc 0x20
            mc_add 0x20 0 no-device-sdrs 0x23 9 8 0x9f 0x1291 0xf02 persist_sdr
            sel_enable 0x20 1000 0x0a
            mc_enable 0x20

            """);
        Directory.CreateDirectory(_folder.File("state"));
        _simulator = Process.Start(new ProcessStartInfo("/usr/bin/ipmi_sim",
            ["-c", _folder.File("lan.conf"), "-f", _folder.File("machine.emu"), "-s", _folder.File("state"), "-n"])
        {
            RedirectStandardInput = true,
        })!;
    }

    public int Port { get; }

    public bool MachineRuns => Directory.Exists($"/proc/{MachineId()}/fd");

    public void Dispose()
    {
        _simulator.Kill();
        _simulator.WaitForExit();
        _simulator.Dispose();
        if (MachineRuns)
            Process.GetProcessById(int.Parse(MachineId(), CultureInfo.InvariantCulture)).Kill();
        _folder.Dispose();
    }

    private string MachineId() =>
        File.Exists(_folder.File("pid")) ? File.ReadAllText(_folder.File("pid")).Trim() : "none";

    private static int FreePort(ProtocolType protocol)
    {
        using var socket = new Socket(
            AddressFamily.InterNetwork,
            protocol == ProtocolType.Udp ? SocketType.Dgram : SocketType.Stream, protocol);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
