namespace Sidecar.Domain.Backtest;

/// <summary>One order of all steps that keeps each walk's, each backend's and the pool's own, and is otherwise that of time.</summary>
internal static class OpOrder
{
    public static IReadOnlyList<Op> Of(IReadOnlyList<Op> ops)
    {
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
        while (ready.TryDequeue(out var next, out _))
        {
            ordered.Add(next);
            foreach (var waiting in behind.GetValueOrDefault(next, []))
                if (--left[waiting] == 0)
                    ready.Enqueue(waiting, (waiting.At, place[waiting]));
        }
        // Orders that contradict each other are those of a damaged record.
        if (ordered.Count < ops.Count)
            throw new InvalidDataException($"the record contradicts itself: {ops.Count - ordered.Count} of {ops.Count} steps cannot be put in order");
        return ordered;
    }
}
