using System.CommandLine;
using Microkernel.Driver;
using Microkernel.Driver.V1;
using Microkernel.Drivers.Heartbeat.Platform;
using Microkernel.Drivers.Heartbeat.Service;

var defaults = new PriorityOptions();
var realTime = new Option<int>("--realtime-priority")
{
    Description = "SCHED_RR priority of the thread that beats, 1 to 99; 0 leaves it as it is.",
    DefaultValueFactory = _ => defaults.RealTimePriority,
};
realTime.Validators.Add(result => result.RefuseOutside(0, 99));
var nice = new Option<int>("--nice")
{
    Description = "Nice level of the other threads, -20 to 19; 0 leaves it as it is.",
    DefaultValueFactory = _ => defaults.Nice,
};
nice.Validators.Add(result => result.RefuseOutside(-20, 19));
var lockMemory = new Option<bool>("--lock-memory")
{
    Description = "Keeps the memory of this process from being swapped out.",
    DefaultValueFactory = _ => defaults.LockMemory,
};

return await new DriverHostBuilder("heartbeat", "Sends and hears heartbeats on up to 8 rings, sealed, over UDP.")
    .AddOption(realTime)
    .AddOption(nice)
    .AddOption(lockMemory)
    .AddService(Capability.Heartbeat, setup => new HeartbeatGrpcService(setup, new PriorityOptions
    {
        RealTimePriority = setup.Value(realTime),
        Nice = setup.Value(nice),
        LockMemory = setup.Value(lockMemory),
    }))
    .RunAsync(args);
