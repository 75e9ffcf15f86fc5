using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;

namespace Sidecar.Domain.Recordings;

/// <summary>Orders everything that concerned one backend in the way in which the backend did it.</summary>
/// <remarks>
/// Clocks do not give this order, because many things happen within one tick. Leases have numbers and say how many events were before
/// them; events are numbered themselves; and a lease lists what came before it and produced no event. Anything on no list was a success
/// that met a clean state, or came last.
/// </remarks>
internal sealed class BackendChain
{
    private static readonly TimeSpan GapShows = TimeSpan.FromMinutes(5);

    private readonly long _behind;
    private readonly BackendState[] _states;
    private readonly List<Step> _leases;
    private readonly Dictionary<long, Step> _byNumber;
    private readonly Dictionary<Step, Step> _answers = [];
    private readonly Dictionary<Step, Step> _returns = [];
    private readonly List<(int Lease, long Version, int Rank, Step Step)> _placed = [];

    private BackendChain(long behind, BackendState[] states, IReadOnlyList<Step> steps)
    {
        (_behind, _states) = (behind, states);
        _leases = [.. steps.Where(step => step.Fact is { Kind: "lease", Place.Number: > 0 }).OrderBy(step => step.Fact!.Place.Number)];
        // If two have the same number, the record mixes different runs: the first is used.
        _byNumber = _leases.Where(step => step.Fact!.Refusal == LeaseRefusal.None).DistinctBy(step => step.Fact!.Place.Number)
            .ToDictionary(step => step.Fact!.Place.Number);
        foreach (var step in steps.Where(step => step.Lease is not null))
        {
            if (step.Fact!.Kind == "answered")
                _answers[step.Lease!] = step;
            if (step.Returns)
                _returns[step.Lease!] = step;
        }
    }

    /// <param name="behind">How many events came before the known ones.</param>
    /// <param name="states">The states after 0, 1, 2… of the known events.</param>
    /// <param name="steps">Everything that concerned the backend.</param>
    public static void Link(long behind, BackendState[] states, IReadOnlyList<Step> steps)
    {
        var chain = new BackendChain(behind, states, steps);
        chain.MarkGaps();
        chain.PlaceEvents(steps);
        for (var i = 0; i < chain._leases.Count; i++)
            chain.PlaceListed(i);
        chain.Chain();
        chain.MarkUnlisted(steps);
    }

    private void PlaceEvents(IReadOnlyList<Step> steps)
    {
        for (var i = 0; i < _leases.Count; i++)
            Place(i, VersionOf(_leases[i]), 2, _leases[i]);
        foreach (var step in steps.Where(step => step.FirstEvent >= 0 && step.Fact?.Kind != "lease"))
            Place(NextLease(step.FirstEvent), step.FirstEvent, 1, step);
    }

    private void PlaceListed(int lease)
    {
        var place = _leases[lease].Fact!.Place;
        foreach (var quiet in place.Quiet ?? [])
            if (_byNumber.TryGetValue(Math.Abs(quiet.Number), out var own)
                && (QuietReport.IsAtBeginning(quiet.Number) ? _answers : _returns).TryGetValue(own, out var step)
                && step.Placing == Placing.Open)
            {
                step.IsBehindGap = quiet.Events - _behind >= _states.Length;
                Place(lease, Math.Min(quiet.Events - _behind, _states.Length - 1), 0, step);
            }
        foreach (var number in place.Returned ?? [])
            if (_byNumber.TryGetValue(number, out var own) && _returns.TryGetValue(own, out var step) && step.Placing == Placing.Open)
                Place(lease, CleanVersion(lease), 0, step);
    }

    private void Place(int lease, long version, int rank, Step step)
    {
        _placed.Add((lease, version, rank, step));
        step.Placing = Placing.Known;
    }

    private void Chain()
    {
        Step? last = null;
        foreach (var (_, _, _, step) in _placed.OrderBy(p => p.Lease).ThenBy(p => p.Rank == 2).ThenBy(p => p.Version).ThenBy(p => p.Rank))
        {
            if (last is not null)
                step.After.Add(last);
            last = step;
        }
    }

    // A return that a later lease could have listed but did not was a success that a clean state ignored.
    private void MarkUnlisted(IReadOnlyList<Step> steps)
    {
        // One behind events that were lost may have had lost ones, too.
        if (_leases.LastOrDefault(lease => !lease.IsCutOff) is not { } last)
            return;
        foreach (var step in steps.Where(step => step.Placing == Placing.Open && step.At < last.At))
            step.Placing = Placing.Clean;
    }

    // The first lease answered after this event. A lease that owns events is placed before them, and after an expiry that it found
    // itself.
    private int NextLease(int firstEvent)
    {
        var (low, high) = (0, _leases.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (VersionOf(_leases[middle]) <= firstEvent)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    // A return that is not listed as quiet met a clean state; its exact place does not matter then.
    private long CleanVersion(int lease)
    {
        var (from, to) = (lease > 0 ? VersionOf(_leases[lease - 1]) : 0, VersionOf(_leases[lease]));
        for (var v = from; v <= to; v++)
            if (_states[v].IsClean)
                return v;
        return to;
    }

    private static long VersionOf(Step lease) => lease.FirstEvent >= 0 ? lease.FirstEvent : lease.Version;

    private void MarkGaps()
    {
        var (last, gapAt) = (0L, DateTimeOffset.MinValue);
        foreach (var step in _leases)
        {
            if (step.Fact!.Place.Number != last + 1)
                gapAt = step.At;
            last = step.Fact.Place.Number;
            step.IsBehindGap = step.IsCutOff || (gapAt > DateTimeOffset.MinValue && step.At - gapAt < GapShows);
        }
        for (var i = 0; i < _leases.Count; i++)
            _leases[i].MayBeCut = _leases[i].Version == _states.Length - 1 && (i + 1 == _leases.Count || _leases[i + 1].IsCutOff);
    }
}
