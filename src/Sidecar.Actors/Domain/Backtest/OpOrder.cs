namespace Sidecar.Domain.Backtest;

/// <summary>One order of all steps that keeps each walk's and each backend's own, and is otherwise that of time.</summary>
internal static class OpOrder
{
    public static IReadOnlyList<Op> Of(IReadOnlyList<Op> ops)
    {
        var left = new Dictionary<Op, int>(ops.Count);
        var behind = new Dictionary<Op, List<Op>>();
        var ready = new PriorityQueue<Op, (DateTimeOffset, int, long, int)>();
        var place = new Dictionary<Op, int>(ops.Count);
        foreach (var (i, op) in ops.Index())
        {
            place[op] = i;
            left[op] = Wait(op, op.BeforeInWalk, behind) + Wait(op, op.BeforeAtBackend, behind);
            if (left[op] == 0)
                ready.Enqueue(op, (op.At, RankOf(op), TicketOf(op), i));
        }
        var ordered = new List<Op>(ops.Count);
        var done = new HashSet<Op>(ops.Count);
        var rest = new Queue<Op>(ops.OrderBy(op => op.At));
        while (ordered.Count < ops.Count)
        {
            // Two orders that contradict each other, which only a clock that was set can bring about: time decides.
            if (!ready.TryDequeue(out var next, out _) && !TryNext(rest, done, out next))
                break;
            if (!done.Add(next))
                continue;
            ordered.Add(next);
            foreach (var waiting in behind.GetValueOrDefault(next, []))
                if (--left[waiting] == 0)
                    ready.Enqueue(waiting, (waiting.At, RankOf(waiting), TicketOf(waiting), place[waiting]));
        }
        return ordered;
    }

    // Of things that nothing else orders, what changes a backend comes before what is decided by it.
    private static int RankOf(Op op) => op.Kind != OpKind.Fact ? 0 : op.Fact!.Kind is "answered" or "ended" ? 1 : op.Backend is not null ? 2 : 3;

    private static long TicketOf(Op op) => op.Fact?.Ticket ?? 0;

    private static bool TryNext(Queue<Op> rest, HashSet<Op> done, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Op? next)
    {
        while (rest.TryDequeue(out next))
            if (!done.Contains(next))
                return true;
        return false;
    }

    private static int Wait(Op op, Op? before, Dictionary<Op, List<Op>> behind)
    {
        if (before is null)
            return 0;
        if (!behind.TryGetValue(before, out var waiting))
            behind[before] = waiting = [];
        waiting.Add(op);
        return 1;
    }
}
