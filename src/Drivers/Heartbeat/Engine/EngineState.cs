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

    /// <summary>Random, new with each engine.</summary>
    public UInt128 Instance { get; } = NewInstance();

    /// <summary>The keys.</summary>
    public InstanceCiphers Ciphers { get; } = new();

    /// <summary>Rings and peers.</summary>
    public RingSet Rings { get; } = new(network);

    /// <summary>The configuration in effect; null before the first.</summary>
    public HeartbeatConfiguration? Configuration { get; set; }

    /// <summary>Whether our core watches us.</summary>
    public bool CoreAttached { get; set; }

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
