namespace Sidecar.Domain.Backtest;

/// <summary>One order of all steps that keeps each walk's, each backend's and the pool's own, and is otherwise that of time.</summary>
internal static class OpOrder
{
    /// <param name="ops">All steps.</param>
    /// <param name="contradictions">How often no step was left that could come next.</param>
    public static IReadOnlyList<Op> Of(IReadOnlyList<Op> ops, out int contradictions)
    {
        contradictions = 0;
        var left = new Dictionary<Op, int>(ops.Count);
        var behind = new Dictionary<Op, List<Op>>();
        var ready = new PriorityQueue<Op, (DateTimeOffset, int)>();
        var place = new Dictionary<Op, int>(ops.Count);
        foreach (var (i, op) in ops.Index())
        {
            (place[op], left[op]) = (i, op.After.Count);
            foreach (var before in op.After)
            {
                if (!behind.TryGetValue(before, out var waiting))
                    behind[before] = waiting = [];
                waiting.Add(op);
            }
            if (op.After.Count == 0)
                ready.Enqueue(op, (op.At, i));
        }
        var ordered = new List<Op>(ops.Count);
        var done = new HashSet<Op>(ops.Count);
        var rest = new Queue<Op>(ops.OrderBy(op => op.At));
        while (ordered.Count < ops.Count)
        {
            if (!ready.TryDequeue(out var next, out _))
            {
                // Orders that contradict each other are those of a damaged record; time decides then.
                while (!done.Add(next = rest.Dequeue()))
                    continue;
                contradictions++;
            }
            else if (!done.Add(next))
                continue;
            ordered.Add(next);
            foreach (var waiting in behind.GetValueOrDefault(next, []))
                if (--left[waiting] == 0 && !done.Contains(waiting))
                    ready.Enqueue(waiting, (waiting.At, place[waiting]));
        }
        return ordered;
    }
}
