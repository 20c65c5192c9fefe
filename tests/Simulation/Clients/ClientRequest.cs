using System.Globalization;
using Microkernel.Linearizability;

namespace Simulation.Clients;

/// <summary>One request of a client; moments are places in the order of all calls and returns.</summary>
internal sealed class ClientRequest
{
    /// <summary>Distinct for every request, and the value that a write sets.</summary>
    public required int Number { get; init; }

    public required int Client { get; init; }

    public required OperationKind Kind { get; init; }

    public required int Key { get; init; }

    /// <summary>The value that a cas expects.</summary>
    public int Expect { get; init; }

    public required long Call { get; init; }

    /// <summary>How long the client waits, in milliseconds of the member's clock.</summary>
    public required int PatienceMs { get; init; }

    /// <summary>A read that may be answered by a leader that holds a lease.</summary>
    public bool TakesLease => Number % 2 == 0;

    public long? Return { get; set; }

    public OperationStatus Status { get; set; } = OperationStatus.Unknown;

    /// <summary>Whether the key was found, or a cas swapped.</summary>
    public bool Answer { get; set; }

    public int? ValueRead { get; set; }

    /// <summary>The place in the log of a write, or that of the last entry a read saw.</summary>
    public ulong Place { get; set; }

    public HistoryOperation ToOperation()
    {
        var isOk = Status == OperationStatus.Ok;
        return new HistoryOperation
        {
            Client = Client,
            Kind = Kind,
            Key = $"k{Key}",
            Value = Kind switch
            {
                OperationKind.Get => Text(ValueRead),
                OperationKind.Delete => null,
                _ => Text(Number),
            },
            Expect = Kind == OperationKind.Cas ? Text(Expect) : null,
            Found = isOk && Kind is OperationKind.Get or OperationKind.Delete ? Answer : null,
            Swapped = isOk && Kind == OperationKind.Cas ? Answer : null,
            Revision = isOk ? (long)Place : null,
            Status = Status,
            Call = Call,
            Return = Return ?? long.MaxValue,
        };
    }

    public override string ToString() => $"request {Number}: {ToOperation()}";

    private static string? Text(int? value) => value?.ToString(CultureInfo.InvariantCulture);
}
