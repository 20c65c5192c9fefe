namespace Simulation.Checks;

/// <summary>
/// What clients asked and were told. Every write has one place in the log, so a history is linearizable just when
/// places respect real time: what was answered before a request began lies before it.
/// </summary>
internal sealed class ClientHistory
{
    private readonly List<ClientRequest> _requests = [];
    private ulong _answeredUpTo;

    public IReadOnlyList<ClientRequest> Requests => _requests;

    public ClientRequest Begin(long nowMs, bool isRead, int key, int value)
    {
        var request = new ClientRequest(_requests.Count, nowMs, isRead, key, value, _answeredUpTo);
        _requests.Add(request);
        return request;
    }

    /// <summary>Notes an answer, and checks it against all answers before the request began.</summary>
    public void End(ClientRequest request, long nowMs, ulong place)
    {
        request.EndedMs = nowMs;
        request.Place = place;
        SafetyOracle.Check(
            request.IsRead ? place >= request.NotBefore : place > request.NotBefore,
            "linearizability",
            $"{request} was answered as of entry {place}, "
            + $"though entry {request.NotBefore} was answered before it began");
        _answeredUpTo = Math.Max(_answeredUpTo, place);
    }
}

/// <summary>One request of a client.</summary>
/// <param name="NotBefore">The highest place that was answered to anybody before the request began.</param>
internal sealed record ClientRequest(
    int Number, long BeganMs, bool IsRead, int Key, int Value, ulong NotBefore)
{
    public long? EndedMs { get; set; }

    /// <summary>The request's place in the log; null while it is not known.</summary>
    public ulong? Place { get; set; }
}
