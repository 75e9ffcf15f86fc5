using Sidecar.Domain.Backends;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Backtest;

using static CooldownEvents.V1;

/// <summary>Puts everything that concerned one backend in the order in which the backend did it, and gives each step the events that it brought about.</summary>
/// <remarks>
/// Clocks do not tell: much happens within one of their ticks. Events know their step by their cause, leases by the place they
/// were given, and what came back by the next lease's list. What left no trace is put where it leaves none.
/// </remarks>
internal sealed class BackendChain
{
    private static readonly TimeSpan Near = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan GapShows = TimeSpan.FromMinutes(5);

    private readonly Backend _backend;
    private readonly ReplayPolicy _policy;
    private readonly IReadOnlyList<IBackendEvent> _events;
    private readonly int _before;
    private readonly BackendState[] _states;
    private readonly IReadOnlyList<Op> _facts;
    private readonly Dictionary<(string, int), Op> _leases = [];
    private readonly Dictionary<(string, int), Op> _answers = [];
    private readonly Dictionary<(string, int), Op> _ends = [];
    private readonly List<Op> _added = [];

    private BackendChain(Backend backend, ReplayPolicy policy, IReadOnlyList<IBackendEvent> events, int before, IReadOnlyList<Op> facts)
    {
        (_backend, _policy, _events, _before, _facts) = (backend, policy, events, before, facts);
        _states = new BackendState[events.Count + 1];
        _states[0] = BackendState.Fresh;
        for (var i = 0; i < events.Count; i++)
            _states[i + 1] = _states[i].Apply(events[i]);
        foreach (var op in facts)
        {
            var key = (op.Walk!.RequestId, op.Attempt);
            if (op.Fact!.Kind == "answered")
                _answers[key] = op;
            else if (op.Fact.Kind == "ended")
                _ends[key] = op;
            else if (op.Fact.Refusal == Limits.LeaseRefusal.None)
                _leases[key] = op;
        }
    }

    /// <summary>Links the backend's steps, and adds those that no walk tells of.</summary>
    public static IReadOnlyList<Op> Link(Backend backend, ReplayPolicy policy, IReadOnlyList<IBackendEvent> events, int before, IReadOnlyList<Op> facts)
    {
        var chain = new BackendChain(backend, policy, events, before, facts);
        chain.GiveEvents();
        Op? last = null;
        foreach (var op in chain.Ordered())
        {
            op.BeforeAtBackend = last;
            last = op;
        }
        return chain._added;
    }

    private void GiveEvents()
    {
        for (var v = _before; v < _events.Count;)
        {
            var expired = LeaseDecisions.Expire(_states[v], _events[v].At);
            if (expired.Count > 0 && expired.SequenceEqual(_events.Skip(v).Take(expired.Count)))
            {
                Add(OpKind.Expired, v, expired.Count);
                v += expired.Count;
                continue;
            }
            var (owner, count) = OwnerOf(v);
            if (owner is null || owner.FirstEvent >= 0)
                Add(OpKind.Untold, v, count);
            else
                (owner.FirstEvent, owner.Events, owner.At) = (v, count, _events[v].At);
            v += count;
        }
    }

    private void Add(OpKind kind, int first, int count) =>
        _added.Add(new Op(kind, _events[first].At) { Backend = _backend.Id, FirstEvent = first, Events = count });

    // An expiry that is found out by a lease or a success has no cause of its own and belongs to what follows it.
    private (Op? Owner, int Count) OwnerOf(int first)
    {
        Op? owner = null;
        for (var i = first; i < _events.Count && _events[i].At == _events[first].At; i++)
        {
            if (CauseOf(_events[i]) is not { RequestId: not null } cause)
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
        while (end - 1 > first && CauseOf(_events[end - 1])?.RequestId is null)
            end--;
        return end - first;
    }

    private Op? Find(IBackendEvent happened, Cause cause)
    {
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

    private bool WasClean(Op? lease) =>
        lease?.Fact is { } fact && !fact.IsProbe && (fact.Place.Number > 0 ? _states[Math.Min(fact.Place.Events, _events.Count)] : StateAt(fact.At)).IsClean;

    private BackendState StateAt(DateTimeOffset at)
    {
        var v = _before;
        while (v < _events.Count && _events[v].At <= at)
            v++;
        return _states[v];
    }

    private List<Op> Ordered()
    {
        var placed = _facts.Where(op => op.FirstEvent >= 0 || op.Fact!.Place.Number > 0).Concat(_added)
            .OrderBy(VersionOf).ThenBy(op => op.FirstEvent >= 0).ThenBy(op => op.Fact?.Place.Number ?? 0).ToList();
        MarkGaps(placed);
        var before = new List<Op>?[placed.Count + 1];
        var places = placed.Index().ToDictionary(x => x.Item, x => x.Index);
        var known = placed.ToHashSet();
        var byWalk = _facts.ToLookup(op => op.Walk!.RequestId, StringComparer.Ordinal);
        var byNumber = placed.Where(op => op.Fact?.Place.Number > 0 && op.Fact.Refusal == Limits.LeaseRefusal.None).ToDictionary(op => op.Fact!.Place.Number);
        var returning = _facts.Where(op => op.Returns && op.Lease is not null).ToLookup(op => op.Lease!);
        foreach (var (i, op) in placed.Index())
            foreach (var number in op.Fact?.Place.Returned ?? [])
                if (byNumber.TryGetValue(number, out var lease) && returning[lease].FirstOrDefault() is { } back && !places.ContainsKey(back))
                    Put(back, FindQuiet(placed, i, back, PreviousLease(placed, i), i));
        foreach (var op in _facts.Where(op => !places.ContainsKey(op)).OrderBy(op => op.At))
        {
            var (from, to) = Bounds(op, places, known, byWalk, placed.Count);
            Put(op, FindQuiet(placed, Math.Clamp(UpperBound(placed, op.At), from, to), op, from, to));
        }

        var ordered = new List<Op>();
        for (var i = 0; i <= placed.Count; i++)
        {
            // An attempt's end may stand here for its list and its answer for its instant: the walk knows which came first.
            ordered.AddRange((before[i] ?? []).OrderBy(op => op.Fact!.Kind == "ended"));
            if (i < placed.Count)
                ordered.Add(placed[i]);
        }
        return ordered;

        void Put(Op op, int index)
        {
            (before[index] ??= []).Add(op);
            places[op] = index;
        }
    }

    // Not before the walk's own steps that lead to it, nor behind those that it leads to.
    private static (int From, int To) Bounds(Op op, Dictionary<Op, int> places, HashSet<Op> placed, ILookup<string, Op> byWalk, int count)
    {
        var (from, to, isBehind) = (0, count, false);
        foreach (var other in byWalk[op.Walk!.RequestId])
        {
            if (other == op)
                isBehind = true;
            else if (places.TryGetValue(other, out var index) && isBehind)
                to = Math.Min(to, index);
            else if (places.TryGetValue(other, out index))
                from = Math.Max(from, placed.Contains(other) ? index + 1 : index);
        }
        return (Math.Min(from, to), to);
    }

    private static int PreviousLease(List<Op> placed, int index)
    {
        for (var i = index - 1; i >= 0; i--)
            if (placed[i].Fact?.Kind == "lease")
                return i + 1;
        return 0;
    }

    private static int VersionOf(Op op) => op.FirstEvent >= 0 ? op.FirstEvent : (int)op.Fact!.Place.Events;

    // The nearest place, from the one that time or the list tells, at which it brings nothing about: for that is what the journal says.
    private int FindQuiet(List<Op> placed, int start, Op op, int from, int to)
    {
        if (IsQuiet(placed, start, op))
            return start;
        for (var i = start - 1; i >= from && (i + 1 >= placed.Count || op.At - placed[i].At <= Near); i--)
            if (IsQuiet(placed, i, op))
                return i;
        for (var i = start + 1; i <= to && placed[i - 1].At - op.At <= Near; i++)
            if (IsQuiet(placed, i, op))
                return i;
        return start;
    }

    private bool IsQuiet(List<Op> placed, int index, Op op)
    {
        if (op.Fact!.Kind == "lease")
            return true;
        var state = _states[index < placed.Count ? Math.Min(VersionOf(placed[index]), _events.Count) : _events.Count];
        var epoch = op.Lease?.Fact?.Epoch ?? state.Epoch;
        var isClean = WasClean(op.Lease);
        var report = op.Fact.Kind == "answered" ? Reports.AtAnswer(op, epoch, isClean) : Reports.AtEnd(op, epoch, !isClean);
        return Lane.Judge(state, report, _backend, _policy.Cooldown, op.At, 0).Count == 0;
    }

    private static int UpperBound(List<Op> placed, DateTimeOffset at)
    {
        var (low, high) = (0, placed.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (placed[middle].At <= at)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    private static void MarkGaps(List<Op> placed)
    {
        var last = 0L;
        var gapAt = DateTimeOffset.MinValue;
        foreach (var op in placed.Where(op => op.Fact?.Place.Number > 0))
        {
            if (op.Fact!.Place.Number != last + 1)
                gapAt = op.At;
            last = op.Fact.Place.Number;
            op.IsBehindGap = gapAt > DateTimeOffset.MinValue && op.At - gapAt < GapShows;
        }
    }

    internal static Cause? CauseOf(IBackendEvent happened) => happened switch
    {
        CooldownStarted e => e.Cause,
        CooldownExtended e => e.Cause,
        CooldownEnded e => e.Cause,
        ProbeLeased e => e.Cause,
        ProbeReleased e => e.Cause,
        ProbeClosed e => e.Cause,
        StreakReset e => e.Cause,
        FailureCounted e => e.Cause,
        FailuresCleared e => e.Cause,
        _ => null,
    };
}
