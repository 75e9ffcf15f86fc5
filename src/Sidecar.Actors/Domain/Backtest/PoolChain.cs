using Sidecar.Domain.Limits;
using Sidecar.Domain.Routing;

namespace Sidecar.Domain.Backtest;

/// <summary>Puts what the pool did in its order, as its offers tell it.</summary>
internal sealed class PoolChain
{
    private readonly Dictionary<long, Queue<Op>> _joins = [];
    private readonly Dictionary<long, Queue<Op>> _leaves = [];
    private readonly Dictionary<long, Queue<Op>> _refusals = [];
    private readonly Dictionary<long, Op> _offers = [];
    private readonly SortedDictionary<long, PoolStep> _steps = [];
    private readonly Dictionary<long, Op> _changes = [];
    private readonly List<Op> _added = [];

    /// <returns>Steps that no walk tells of itself.</returns>
    /// <param name="walks">The steps of each walk.</param>
    /// <param name="causes">Per backend and its first, second… event the step that brought it about.</param>
    /// <param name="changes">The run's changes of policy.</param>
    public static IReadOnlyList<Op> Link(
        IEnumerable<IReadOnlyList<Op>> walks, IReadOnlyDictionary<(string, long), Op> causes, IReadOnlyList<Op> changes)
    {
        var chain = new PoolChain();
        foreach (var op in changes.Where(op => op.Kind == OpKind.Replaced))
            chain._changes[op.Heard] = op;
        foreach (var walk in walks)
            chain.Gather(walk);
        chain.Chain(causes);
        return chain._added;
    }

    private void Gather(IReadOnlyList<Op> walk)
    {
        (long Ticket, Op Last, bool IsOffered)? waits = null;
        var heard = _added.Count;
        foreach (var op in walk)
        {
            var fact = op.Fact!;
            if (fact.Kind == "queued")
            {
                // The pool had heard first that it left for its last attempt.
                if (_added.Count > heard)
                    op.After.Add(_added[^1]);
                waits = (fact.Ticket!.Value, op, false);
                Add(_joins, fact.Ticket.Value, op);
            }
            else if (waits is { } place)
                waits = Follow(place.Ticket, place.Last, place.IsOffered, op);
        }
    }

    private (long, Op, bool)? Follow(long ticket, Op last, bool isOffered, Op op)
    {
        var fact = op.Fact!;
        switch (fact.Kind)
        {
            case "woken":
                if (fact.Heard.Steps is { } steps)
                {
                    for (var i = 0; i < steps.Count; i++)
                        _steps[fact.Heard.First + i] = steps[i];
                    _offers[fact.Heard.First + steps.Count - 1] = op;
                }
                return (ticket, op, true);
            case "lease" when isOffered && fact.Refusal != LeaseRefusal.None:
                var refusal = Heard(OpKind.Refused, op.At, ticket, op, op);
                Add(_refusals, ticket, refusal);
                return (ticket, refusal, false);
            case "lease" when isOffered:
                Add(_leaves, ticket, Heard(OpKind.Left, op.At, ticket, op));
                return null;
            default:
                // Its time was over, or the client hung up: what follows shows when.
                Add(_leaves, ticket, Heard(OpKind.Left, op.At, ticket, last));
                return null;
        }
    }

    private Op Heard(OpKind kind, DateTimeOffset at, long ticket, Op behind, Op? lease = null)
    {
        var op = new Op(kind, at) { Ticket = ticket, Backend = lease?.Backend, Lease = lease };
        op.After.Add(behind);
        _added.Add(op);
        return op;
    }

    private void Chain(IReadOnlyDictionary<(string, long), Op> causes)
    {
        var (number, isBehindGap) = (0L, false);
        Op? last = null;
        foreach (var (own, step) in _steps)
        {
            isBehindGap |= own != number + 1;
            number = own;
            if (OpOf(own, step, causes, last) is not { } op)
            {
                isBehindGap = true;
                continue;
            }
            if (last is not null)
                op.After.Add(last);
            op.IsBehindGap = isBehindGap;
            op.Placing = Placing.Known;
            last = op;
        }
    }

    private Op? OpOf(long number, PoolStep step, IReadOnlyDictionary<(string, long), Op> causes, Op? last) => step.Kind switch
    {
        PoolStepKind.Joined => Take(_joins, step.Number),
        PoolStepKind.Left => Take(_leaves, step.Number),
        PoolStepKind.Refused => Take(_refusals, step.Number),
        PoolStepKind.Offered => _offers.GetValueOrDefault(number)
            ?? Added(new Op(OpKind.LostOffer, last?.At ?? default) { Ticket = step.Number, Backend = step.Backend }),
        PoolStepKind.Changed => Change(step, causes, last),
        PoolStepKind.Replaced => _changes.GetValueOrDefault(step.Number),
        _ => null,
    };

    private Op Change(PoolStep step, IReadOnlyDictionary<(string, long), Op> causes, Op? last)
    {
        var cause = causes.GetValueOrDefault((step.Backend!, step.Number));
        var op = Added(new Op(OpKind.Changed, cause?.At ?? last?.At ?? default) { Backend = step.Backend, Heard = step.Number });
        if (cause is not null)
            op.After.Add(cause);
        return op;
    }

    private Op Added(Op op)
    {
        _added.Add(op);
        return op;
    }

    private static void Add(Dictionary<long, Queue<Op>> all, long ticket, Op op)
    {
        if (!all.TryGetValue(ticket, out var queue))
            all[ticket] = queue = new Queue<Op>();
        queue.Enqueue(op);
    }

    private static Op? Take(Dictionary<long, Queue<Op>> all, long ticket) =>
        all.TryGetValue(ticket, out var queue) && queue.TryDequeue(out var op) ? op : null;
}
