using Microkernel.Linearizability;

namespace Microkernel.EndToEnd.Torture.Clients;

/// <summary>A client that asks one member after the other, one request at a time.</summary>
internal sealed class TortureClient(
    int number, IReadOnlyList<TortureMember> members, HistoryRecorder recorder, TortureOptions options)
{
    private readonly Random _random = new((options.Seed * 1000) + number);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var member = members[_random.Next(members.Count)];
            var operation = recorder.Draw(number, DrawKind(), KeyOf(_random.Next(options.Keys)));
            await recorder.RecordAsync(member.Endpoint, operation, options.Patience);
            await Task.Delay(options.ThinkTimeMax * _random.NextDouble(), CancellationToken.None);
        }
    }

    /// <summary>Reads every key of every member.</summary>
    public async Task ReadAllAsync(TimeSpan patience)
    {
        foreach (var member in members)
        {
            for (var key = 0; key < options.Keys; key++)
            {
                var operation = recorder.Draw(number, OperationKind.Get, KeyOf(key));
                await recorder.RecordAsync(member.Endpoint, operation, patience);
            }
        }
    }

    private static string KeyOf(int number) => $"{(char)('a' + number)}";

    private OperationKind DrawKind() => _random.Next(20) switch
    {
        < 7 => OperationKind.Put,
        < 14 => OperationKind.Get,
        < 18 => OperationKind.Cas,
        _ => OperationKind.Delete,
    };
}
