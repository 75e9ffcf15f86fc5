using Sidecar.Domain.Limits;
using Sidecar.Domain.Routing;

namespace Sidecar.Domain.Recordings;

/// <summary>Orders the pool's actions as its offers record them.</summary>
internal sealed class PoolChain(Func<string, long> known)
{
    private readonly Dictionary<long, Queue<Told>> _told = [];
    private readonly List<Told> _sinceOffer = [];
    private readonly SortedDictionary<long, Step> _firstJoins = [];
    private readonly Dictionary<long, Step> _offers = [];
    private readonly SortedDictionary<long, PoolStep> _poolSteps = [];
    private readonly Dictionary<long, Step> _changes = [];
    private readonly List<Step> _added = [];

    /// <returns>Steps that are in no walk's facts.</returns>
    /// <param name="walks">The pool's steps of each walk.</param>
    /// <param name="causes">For each backend and its first, second… event, the pool's step that caused it.</param>
    /// <param name="changes">The policy changes of the run.</param>
    /// <param name="known">How many events of a backend are known, those before the run included.</param>
    public static IReadOnlyList<Step> Link(
        IEnumerable<IReadOnlyList<Step>> walks, IReadOnlyDictionary<(string, long), Step> causes, IReadOnlyList<Step> changes,
        Func<string, long> known)
    {
        var chain = new PoolChain(known);
        foreach (var step in changes.Where(step => step.Kind == StepKind.Replaced))
            chain._changes[step.Heard] = step;
        foreach (var walk in walks)
            chain.Gather(walk);
        chain.ChainJoins();
        chain.Chain(causes);
        return chain._added;
    }

    private void Gather(IReadOnlyList<Step> walk)
    {
        (long Ticket, Step Last, bool IsOffered)? waits = null;
        var heard = _added.Count;
        _sinceOffer.Clear();
        foreach (var step in walk)
        {
            var fact = step.Fact!;
            if (fact.Kind == "queued")
            {
                // The pool had already heard that the waiter left for its last attempt.
                if (_added.Count > heard)
                    step.After.Add(_added[^1]);
                waits = (fact.Ticket!.Value, step, false);
                Add(PoolStepKind.Joined, fact.Ticket.Value, step);
                _firstJoins.TryAdd(fact.Ticket.Value, step);
            }
            else if (waits is { } place)
                waits = Follow(place.Ticket, place.Last, place.IsOffered, step);
        }
    }

    private (long, Step, bool)? Follow(long ticket, Step last, bool isOffered, Step step)
    {
        var fact = step.Fact!;
        switch (fact.Kind)
        {
            case "woken":
                if (fact.Heard.Steps is { } told)
                {
                    for (var i = 0; i < told.Count; i++)
                        _poolSteps[fact.Heard.First + i] = told[i];
                    var number = fact.Heard.First + told.Count - 1;
                    _offers[number] = step;
                    foreach (var earlier in _sinceOffer)
                        earlier.Before = number;
                    _sinceOffer.Clear();
                }
                return (ticket, step, true);
            case "lease" when isOffered && fact.Refusal != LeaseRefusal.None:
                var refusal = Heard(StepKind.Refused, step.At, ticket, step, step);
                Add(PoolStepKind.Refused, ticket, refusal);
                return (ticket, refusal, false);
            case "lease" when isOffered:
                Add(PoolStepKind.Left, ticket, Heard(StepKind.Left, step.At, ticket, step, isServed: true));
                return null;
            default:
                // Its time was over, or the client hung up: later steps show when.
                Add(PoolStepKind.Left, ticket, Heard(StepKind.Left, step.At, ticket, last));
                return null;
        }
    }

    private Step Heard(StepKind kind, DateTimeOffset at, long ticket, Step behind, Step? lease = null, bool isServed = false)
    {
        var step = new Step(kind, at) { Ticket = ticket, Backend = lease?.Backend, Lease = lease, IsServed = isServed };
        step.After.Add(behind);
        _added.Add(step);
        return step;
    }

    // Tickets are numbered as they are given: whoever was offered nothing has no other place.
    private void ChainJoins()
    {
        Step? last = null;
        foreach (var step in _firstJoins.Values)
        {
            if (last is not null)
                step.After.Add(last);
            last = step;
        }
    }

    private void Chain(IReadOnlyDictionary<(string, long), Step> causes)
    {
        var (number, isBehindGap) = (0L, false);
        Step? last = null;
        foreach (var (own, poolStep) in _poolSteps)
        {
            // The pool had heard of events that a kill kept from the disk.
            isBehindGap |= own != number + 1
                || (poolStep.Kind == PoolStepKind.Changed && poolStep.Number > known(poolStep.Backend!));
            number = own;
            if (OpOf(own, poolStep, causes, last) is not { } step)
            {
                isBehindGap = true;
                continue;
            }
            if (last is not null)
                step.After.Add(last);
            step.IsBehindGap = isBehindGap;
            step.Placing = Placing.Known;
            last = step;
        }
    }

    private Step? OpOf(long number, PoolStep poolStep, IReadOnlyDictionary<(string, long), Step> causes, Step? last) => poolStep.Kind switch
    {
        PoolStepKind.Joined or PoolStepKind.Left or PoolStepKind.Refused => Take(poolStep, number),
        PoolStepKind.Offered => _offers.GetValueOrDefault(number)
            ?? Added(new Step(StepKind.LostOffer, last?.At ?? default) { Ticket = poolStep.Number, Backend = poolStep.Backend }),
        PoolStepKind.Changed => Change(poolStep, causes, last),
        PoolStepKind.Replaced => _changes.GetValueOrDefault(poolStep.Number),
        _ => null,
    };

    private Step Change(PoolStep poolStep, IReadOnlyDictionary<(string, long), Step> causes, Step? last)
    {
        var cause = causes.GetValueOrDefault((poolStep.Backend!, poolStep.Number));
        var step = Added(
            new Step(StepKind.Changed, cause?.At ?? last?.At ?? default) { Backend = poolStep.Backend, Heard = poolStep.Number });
        if (cause is not null)
            step.After.Add(cause);
        return step;
    }

    private Step Added(Step step)
    {
        _added.Add(step);
        return step;
    }

    private void Add(PoolStepKind kind, long ticket, Step step)
    {
        if (!_told.TryGetValue(ticket, out var queue))
            _told[ticket] = queue = new Queue<Told>();
        var told = new Told(kind, step);
        queue.Enqueue(told);
        _sinceOffer.Add(told);
    }

    // The pool hears a waiter's words in the order in which they are said. Those that are passed over here were heard in a gap: what the
    // pool told a walk that is still under way is not recorded.
    private Step? Take(PoolStep poolStep, long number)
    {
        if (!_told.TryGetValue(poolStep.Number, out var queue) || !queue.Any(told => told.Is(poolStep.Kind, number)))
            return null;
        while (!queue.Peek().Is(poolStep.Kind, number))
            queue.Dequeue();
        return queue.Dequeue().Step;
    }

    // What a waiter told the pool.
    private sealed class Told(PoolStepKind kind, Step step)
    {
        public Step Step { get; } = step;

        // The number of the next offer to this waiter, which the pool made after it had heard.
        public long Before { get; set; } = long.MaxValue;

        public bool Is(PoolStepKind other, long number) => kind == other && number < Before;
    }
}
