using Microkernel.Driver.V1;

namespace Microkernel.Driver;

/// <summary>Refuses orders of a leader that was replaced, and orders that a newer one has overtaken.</summary>
/// <remarks>
/// The term never goes back for the driver as a whole. The step never goes back for one resource or device within a
/// term; between resources it may, since orders for several go out side by side and arrive in any order. What only
/// reads has a term to keep to, but no step. Nothing is kept over a restart of the driver: the node's core refuses
/// outdated orders first, and does keep the term.
/// </remarks>
internal sealed class FencingTokenGate
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ulong> _steps = new(StringComparer.Ordinal);
    private ulong _term;

    /// <summary>Checks that a token has what a token must have.</summary>
    public static void Validate(FencingToken? token)
    {
        if (token is null)
            throw DriverErrors.Invalid("token", null, "the leader's term and step");
        if (token.Term == 0)
            throw DriverErrors.Invalid("token.term", 0, "at least 1");
    }

    /// <summary>Refuses a term below the highest seen, otherwise remembers it.</summary>
    public void AdmitTerm(FencingToken token)
    {
        lock (_lock)
        {
            if (token.Term < _term)
                throw DriverErrors.Outdated($"token.term: {token.Term} is older than {_term}, seen before");
            if (token.Term > _term)
            {
                _term = token.Term;
                _steps.Clear();
            }
        }
    }

    /// <summary>Refuses a step below the highest seen for the same key in this term, otherwise remembers it.</summary>
    public void AdmitStep(FencingToken token, string key)
    {
        lock (_lock)
        {
            if (token.Term != _term)
                return;
            var last = _steps.GetValueOrDefault(key);
            if (token.Step < last)
                throw DriverErrors.Outdated(
                    $"token.step: {token.Step} is older than {last}, seen before for {key} in term {_term}");
            _steps[key] = token.Step;
        }
    }
}
