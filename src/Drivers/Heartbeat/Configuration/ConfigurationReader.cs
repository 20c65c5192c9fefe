using Google.Protobuf.WellKnownTypes;
using Microkernel.Driver;
using Microkernel.Driver.V1;
using Microkernel.Drivers.Heartbeat.Rings;
using Microkernel.Drivers.Heartbeat.Wire;

namespace Microkernel.Drivers.Heartbeat.Configuration;

/// <summary>Reads and checks a configuration; each refusal is INVALID_ARGUMENT and names the field.</summary>
internal static class ConfigurationReader
{
    private const int MostRings = 8;
    private const int FewestIntervals = 3;

    private static readonly TimeSpan DefaultInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromMilliseconds(450);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(10);

    /// <summary>Reads a configuration.</summary>
    /// <exception cref="Grpc.Core.RpcException">A field is missing, malformed or out of range.</exception>
    public static HeartbeatConfiguration Read(ConfigureRequest request)
    {
        if (request.Version == 0)
            throw DriverErrors.Invalid("version", 0, "at least 1");
        if (request.CoreEpoch == 0)
            throw DriverErrors.Invalid("core_epoch", 0, "at least 1");
        FieldChecks.Name("cluster", request.Cluster);
        FieldChecks.Name("node", request.Node);
        if (request.Rings.Count > MostRings)
            throw DriverErrors.Invalid("rings", request.Rings.Count, $"at most {MostRings} rings");
        var interval = Read("interval", request.Interval, DefaultInterval);
        if (interval < ShortestInterval || interval > LongestInterval)
            throw DriverErrors.Invalid("interval", interval, "10 ms to 10 s");
        var timeout = Read("timeout", request.Timeout, DefaultTimeout);
        if (timeout < interval * FewestIntervals || timeout > LongestTimeout)
            throw DriverErrors.Invalid("timeout", timeout, $"{interval * FewestIntervals} (three intervals) to 10 min");
        return new HeartbeatConfiguration(
            request.Version, request.DriverGeneration, request.Cluster, request.Node,
            RingReader.Read(request), ReadKeys(request), interval, timeout, request.CoreEpoch,
            IsPassive(request.RingMode));
    }

    private static bool IsPassive(RingMode mode) => mode switch
    {
        RingMode.Unspecified or RingMode.Active => false,
        RingMode.Passive => true,
        _ => throw DriverErrors.Invalid("ring_mode", (int)mode, "RING_MODE_ACTIVE or RING_MODE_PASSIVE"),
    };

    private static TimeSpan Read(string field, Duration? duration, TimeSpan unset)
    {
        if (duration is null)
            return unset;
        try
        {
            return duration.ToTimeSpan();
        }
        catch (InvalidOperationException)
        {
            throw DriverErrors.Invalid(field, duration, "a well-formed duration");
        }
    }

    private static List<BeatKey> ReadKeys(ConfigureRequest request)
    {
        var keys = new List<BeatKey>();
        for (var i = 0; i < request.Keys.Count; i++)
        {
            var key = request.Keys[i];
            if (keys.Exists(other => other.Id == key.Id))
                throw DriverErrors.Invalid($"keys[{i}].id", key.Id, "an id that no other key has");
            if (key.Secret.Length != BeatKey.SecretLength)
                throw DriverErrors.Invalid(
                    $"keys[{i}].secret", $"{key.Secret.Length} bytes", $"{BeatKey.SecretLength} bytes");
            keys.Add(new BeatKey(key.Id, key.Secret.Span));
        }
        if (keys.Count == 0 && request.Rings.Count > 0)
            throw DriverErrors.Invalid("keys", null, "at least one key while there are rings");
        return keys;
    }
}
