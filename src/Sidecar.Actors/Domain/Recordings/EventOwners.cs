using Sidecar.Domain.Cooldowns;

namespace Sidecar.Domain.Recordings;

using static CooldownEvents.V1;

/// <summary>Finds for each of a backend's events the step that caused it.</summary>
internal sealed class EventOwners
{
    private readonly string _backend;
    private readonly IReadOnlyList<IBackendEvent> _events;
    private readonly BackendState[] _states;
    private readonly Dictionary<(string, int), Step> _leases = [];
    private readonly Dictionary<(string, int), Step> _answers = [];
    private readonly Dictionary<(string, int), Step> _ends = [];
    private readonly List<Step> _added = [];

    private EventOwners(string backend, IReadOnlyList<IBackendEvent> events, BackendState[] states, IReadOnlyList<Step> facts)
    {
        (_backend, _events, _states) = (backend, events, states);
        foreach (var step in facts)
        {
            var key = (step.Walk!.RequestId, step.Attempt);
            if (step.Fact!.Kind == "answered")
                _answers[key] = step;
            else if (step.Fact.Kind == "ended")
                _ends[key] = step;
            else if (step.Fact.Refusal == Limits.LeaseRefusal.None)
                _leases[key] = step;
        }
    }

    /// <summary>Assigns events to steps, and returns new steps for events that no walk explains.</summary>
    /// <param name="backend">Its id.</param>
    /// <param name="events">Its events in the journal.</param>
    /// <param name="states">Its states after 0, 1, 2… of those.</param>
    /// <param name="facts">The steps from walks' facts about it.</param>
    public static IReadOnlyList<Step> Give(string backend, RecordedEvents events, BackendState[] states, IReadOnlyList<Step> facts)
    {
        var owners = new EventOwners(backend, events.Events, states, facts);
        owners.GiveFrom(events.Before);
        return owners._added;
    }

    private void GiveFrom(int before)
    {
        for (var v = before; v < _events.Count;)
        {
            var expired = LeaseDecisions.Expire(_states[v], _events[v].At);
            if (expired.Count > 0 && expired.SequenceEqual(_events.Skip(v).Take(expired.Count)))
            {
                Add(StepKind.Expired, v, expired.Count);
                v += expired.Count;
                continue;
            }
            var (owner, count) = OwnerOf(v);
            if (owner is null || owner.FirstEvent >= 0)
                Add(StepKind.Untold, v, count);
            else
                (owner.FirstEvent, owner.Events, owner.At) = (v, count, _events[v].At);
            v += count;
        }
    }

    private void Add(StepKind kind, int first, int count) =>
        _added.Add(new Step(kind, _events[first].At) { Backend = _backend, FirstEvent = first, Events = count });

    // An expiry that a lease or a success discovered has no cause of its own and belongs to what follows it.
    private (Step? Owner, int Count) OwnerOf(int first)
    {
        Step? owner = null;
        for (var i = first; i < _events.Count && _events[i].At == _events[first].At; i++)
        {
            if (_events[i].Cause is not { RequestId: not null } cause)
            {
                if (_events[i] is CooldownEnded { ByOperator: false })
                    continue;
                return (owner, Math.Max(1, i - first));
            }
            var found = Find(_events[i], cause);
            if (owner is null)
                owner = found;
            else if (found != owner)
                return (owner, Trimmed(first, i));
            if (found is null)
                return (null, i - first + 1);
        }
        var end = first;
        while (end < _events.Count && _events[end].At == _events[first].At)
            end++;
        return (owner, owner is null ? 1 : Trimmed(first, end));
    }

    // Expiries at the end belong to what follows.
    private int Trimmed(int first, int end)
    {
        while (end - 1 > first && _events[end - 1].Cause.RequestId is null)
            end--;
        return end - first;
    }

    private Step? Find(IBackendEvent happened, Cause cause)
    {
        if (happened is LimitLearned)
            return null;
        var key = (cause.RequestId!, cause.Attempt);
        if (happened is ProbeLeased)
            return _leases.GetValueOrDefault(key);
        if (!_answers.TryGetValue(key, out var answer))
            return null;
        if (answer.Returns)
            return answer;
        var isAtEnd = happened is FailuresCleared or FailureCounted or CooldownStarted || WasClean(answer.Lease);
        return isAtEnd ? _ends.GetValueOrDefault(key) : answer;
    }

    private bool WasClean(Step? lease) =>
        lease is { Fact.IsProbe: false } && _states[lease.Version].IsClean;
}
