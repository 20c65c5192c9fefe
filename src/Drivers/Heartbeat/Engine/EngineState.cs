using System.Buffers.Binary;
using System.Security.Cryptography;
using Microkernel.Drivers.Heartbeat.Detection;
using Microkernel.Drivers.Heartbeat.Rings;
using Microkernel.Drivers.Heartbeat.Wire;

namespace Microkernel.Drivers.Heartbeat.Engine;

/// <summary>What the parts of an engine share; used by one thread.</summary>
internal sealed class EngineState(IRingNetwork network, TimeProvider time) : IDisposable
{
    /// <summary>Monotonic time.</summary>
    public MonotonicTime Time { get; } = new(time);

    /// <summary>Running time.</summary>
    public RunningClock Running { get; } = new();

    /// <summary>Random, new with each engine and each activation of it.</summary>
    public UInt128 Instance { get; private set; } = NewInstance();

    /// <summary>The keys.</summary>
    public InstanceCiphers Ciphers { get; } = new();

    /// <summary>Rings and peers.</summary>
    public RingSet Rings { get; } = new(network);

    /// <summary>The configuration in effect; null before the first.</summary>
    public HeartbeatConfiguration? Configuration { get; private set; }

    /// <summary>Whether our core watches us.</summary>
    public bool CoreAttached { get; set; }

    /// <summary>Takes a configuration.</summary>
    /// <remarks>
    /// A driver that is activated again after another one was (a swap that was taken back) begins as a new instance:
    /// the peers take the former one for ended, and refuse it.
    /// </remarks>
    public void Take(HeartbeatConfiguration configuration)
    {
        if (Configuration is { } former && former.Generation != configuration.Generation)
            Instance = NewInstance();
        Configuration = configuration;
        Ciphers.SetKeys(configuration.Keys);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Rings.Dispose();
        Ciphers.Dispose();
    }

    private static UInt128 NewInstance()
    {
        Span<byte> random = stackalloc byte[16];
        RandomNumberGenerator.Fill(random);
        return BinaryPrimitives.ReadUInt128BigEndian(random);
    }
}
