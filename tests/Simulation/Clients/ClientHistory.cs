using Microkernel.Linearizability;
using Simulation.Checks;

namespace Simulation.Clients;

/// <summary>What clients asked and were told.</summary>
internal sealed class ClientHistory
{
    private readonly List<ClientRequest> _requests = [];
    private readonly Dictionary<int, int> _lastSeen = [];
    private long _moments;

    public IReadOnlyList<ClientRequest> Requests => _requests;

    public ClientRequest Begin(int client, OperationKind kind, int key, int patienceMs)
    {
        var request = new ClientRequest
        {
            Number = _requests.Count + 1,
            Client = client,
            Kind = kind,
            Key = key,
            Expect = _lastSeen.GetValueOrDefault(key),
            Call = _moments++,
            PatienceMs = patienceMs,
        };
        _requests.Add(request);
        return request;
    }

    public void End(ClientRequest request, OperationStatus status)
    {
        request.Return = _moments++;
        request.Status = status;
        if (status == OperationStatus.Ok)
        {
            _lastSeen[request.Key] = request.Kind == OperationKind.Get ? request.ValueRead ?? 0 : request.Number;
        }
    }

    /// <summary>Checks the whole history.</summary>
    public void Check()
    {
        var history = _requests.Select(request => request.ToOperation()).ToList();
        if ((RevisionOrder.FindViolation(history) ?? LinearizabilityChecker.FindViolation(history)) is { } violation)
        {
            throw new ViolationException("linearizability", violation);
        }
    }
}
