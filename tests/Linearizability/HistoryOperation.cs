using System.Text.Json.Serialization;

namespace Microkernel.Linearizability;

/// <summary>What a client asked.</summary>
public enum OperationKind
{
    /// <summary>Set a key.</summary>
    Put,

    /// <summary>Read a key.</summary>
    Get,

    /// <summary>Set a key if it has the value expected.</summary>
    Cas,

    /// <summary>Remove a key.</summary>
    Delete,
}

/// <summary>What a client learned.</summary>
public enum OperationStatus
{
    /// <summary>It was done; the results are there.</summary>
    Ok,

    /// <summary>It surely had no effect, and never will.</summary>
    Fail,

    /// <summary>It may have had its effect, may have it later, or never.</summary>
    Unknown,
}

/// <summary>One operation of a client on one key, from call to return.</summary>
public sealed record HistoryOperation
{
    /// <summary>Gets the client. Each waits for an answer before it asks again.</summary>
    [JsonPropertyName("client")]
    public required int Client { get; init; }

    /// <summary>Gets what was asked.</summary>
    [JsonPropertyName("op")]
    public required OperationKind Kind { get; init; }

    /// <summary>Gets the key. None is there when a history begins.</summary>
    [JsonPropertyName("key")]
    public required string Key { get; init; }

    /// <summary>Gets the value that a put or cas sets, or that a get read; null when it read none.</summary>
    [JsonPropertyName("value")]
    public string? Value { get; init; }

    /// <summary>Gets the value that a cas expects.</summary>
    [JsonPropertyName("expect")]
    public string? Expect { get; init; }

    /// <summary>Gets whether a get or delete found the key; null while that is not known.</summary>
    [JsonPropertyName("found")]
    public bool? Found { get; init; }

    /// <summary>Gets whether a cas set the key; null while that is not known.</summary>
    [JsonPropertyName("swapped")]
    public bool? Swapped { get; init; }

    /// <summary>Gets the store's revision with the answer: that of the write, or that which was read at.</summary>
    [JsonPropertyName("rev")]
    public long? Revision { get; init; }

    /// <summary>Gets what the client learned.</summary>
    [JsonPropertyName("status")]
    public required OperationStatus Status { get; init; }

    /// <summary>Gets when it was called, in nanoseconds of one monotonic clock.</summary>
    [JsonPropertyName("call")]
    public required long Call { get; init; }

    /// <summary>Gets when it returned, or was given up, by the same clock.</summary>
    [JsonPropertyName("return")]
    public required long Return { get; init; }

    /// <summary>Gets whether it changed the store.</summary>
    [JsonIgnore]
    public bool IsEffectiveWrite => Status == OperationStatus.Ok && Kind switch
    {
        OperationKind.Put => true,
        OperationKind.Cas => Swapped == true,
        OperationKind.Delete => Found == true,
        _ => false,
    };

    /// <inheritdoc/>
    public override string ToString()
    {
        var asked = Kind switch
        {
            OperationKind.Put => $"put {Key} = {Value}",
            OperationKind.Get => $"get {Key}",
            OperationKind.Cas => $"cas {Key} from {Expect} to {Value}",
            _ => $"delete {Key}",
        };
        return $"client {Client}: {asked}: {Outcome()} [{Call}, {Return}]";
    }

    private string Outcome() => (Status, Kind) switch
    {
        (OperationStatus.Fail, _) => "failed",
        (OperationStatus.Unknown, _) => "unknown",
        (_, OperationKind.Get) => Found == true ? $"{Value}" : "not found",
        (_, OperationKind.Cas) => Swapped == true ? "swapped" : "not swapped",
        (_, OperationKind.Delete) => Found == true ? "deleted" : "not found",
        _ => "ok",
    };
}
