namespace Sidecar.Domain.Recordings;

/// <summary>Orders all steps so that the order of each walk, each backend and the pool is kept; apart from that by time.</summary>
internal static class StepOrder
{
    /// <param name="steps">All steps.</param>
    /// <param name="contradictions">How often no step was left that could come next.</param>
    public static IReadOnlyList<Step> Of(IReadOnlyList<Step> steps, out int contradictions)
    {
        var nodes = new Dictionary<Step, Node>(steps.Count);
        foreach (var (i, step) in steps.Index())
            nodes[step] = new Node(step, i);
        var ready = new PriorityQueue<Node, (DateTimeOffset, int)>();
        foreach (var node in nodes.Values)
        {
            foreach (var before in node.Step.After)
                (nodes[before].Behind ??= []).Add(node);
            if ((node.Left = node.Step.After.Count) == 0)
                ready.Enqueue(node, node.Priority);
        }
        var ordered = new List<Step>(steps.Count);
        Queue<Node>? rest = null;
        contradictions = 0;
        while (ordered.Count < steps.Count)
        {
            if (!ready.TryDequeue(out var next, out _))
            {
                // Orders that contradict each other come from a damaged record; then time decides.
                rest ??= new Queue<Node>(nodes.Values.OrderBy(node => node.Priority));
                while ((next = rest.Dequeue()).IsDone)
                    continue;
                contradictions++;
            }
            next.IsDone = true;
            ordered.Add(next.Step);
            foreach (var waiting in next.Behind ?? [])
                if (--waiting.Left == 0 && !waiting.IsDone)
                    ready.Enqueue(waiting, waiting.Priority);
        }
        return ordered;
    }

    private sealed class Node(Step step, int place)
    {
        public Step Step { get; } = step;

        public (DateTimeOffset, int) Priority => (Step.At, place);

        /// <summary>How many of the steps before it are still to come.</summary>
        public int Left { get; set; }

        public List<Node>? Behind { get; set; }

        public bool IsDone { get; set; }
    }
}
